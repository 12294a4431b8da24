import tseslint from "typescript-eslint";

/** Which way dependencies point: a room sees only what stands below it. */
const rooms = {
  kit: [
    "events",
    "config",
    "wire",
    "http",
    "console",
    "cli",
    "otp",
    "users",
    "tenants",
    "settings",
    "templates",
    "limits",
    "ledger",
    "delivery",
    "providers",
    "db",
  ],
  providers: [
    "events",
    "config",
    "wire",
    "http",
    "console",
    "cli",
    "otp",
    "users",
    "tenants",
    "settings",
    "templates",
    "limits",
    "ledger",
    "delivery",
    "db",
  ],
  events: ["config", "wire", "http", "console", "cli", "delivery", "otp", "ledger", "templates", "limits"],
  ledger: ["config", "wire", "http", "console", "cli", "delivery"],
  limits: ["config", "wire", "http", "console", "cli", "delivery", "otp", "providers"],
  templates: ["config", "wire", "http", "console", "cli", "delivery", "otp"],
  settings: ["config", "wire", "http", "console", "cli", "delivery", "otp", "events"],
  tenants: ["config", "wire", "http", "console", "cli", "delivery", "otp", "events"],
  users: ["config", "wire", "http", "console", "cli", "delivery", "otp", "events"],
  delivery: ["config", "wire", "http", "console", "cli"],
  otp: ["config", "wire", "http", "console", "cli"],
  numbers: ["config", "wire", "http", "console", "cli", "otp", "tenants", "settings", "delivery", "providers", "db"],
};

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "data/", "coverage/"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js", "bin/*.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/require-await": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
    },
  },
  ...Object.entries(rooms).map(([room, above]) => ({
    files: [`src/${room}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: `^(\\.\\./)+(${above.join("|")})(/|\\.ts$)`, message: `${room} stands below that room.` },
          ],
        },
      ],
    },
  })),
  {
    // The environment is read in one place.
    files: ["src/**/*.ts"],
    ignores: ["src/main.ts", "src/cli/**", "src/config.ts", "src/db/embedded/**"],
    rules: {
      "no-restricted-properties": ["error", { object: "process", property: "env", message: "config.ts reads it." }],
    },
  },
  { files: ["**/*.js", "**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  {
    files: ["test/**", "bench/**"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "no-console": "off",
    },
  },
);
