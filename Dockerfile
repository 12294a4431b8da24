# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
# The install runs what is in scripts/ (postinstall).
COPY package.json package-lock.json ./
COPY scripts ./scripts
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
# The console calls the API in its own types.
COPY examples/typescript/schema.d.ts ./examples/typescript/
COPY src ./src
RUN npm run build

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
COPY scripts ./scripts
RUN npm ci --omit=dev --no-audit --no-fund \
  && npm cache clean --force \
  && install -d -o node -g node -m 0700 /data
COPY migrations ./migrations
COPY bin ./bin
COPY --from=build /app/dist ./dist

# Everything above is root's and only read. What the gateway writes is in /data: the embedded database, the generated
# master key, the pid file; with DATABASE_URL the last alone.
USER node
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, no shell and no npm between: SIGTERM reaches the gateway, which drains. Give it 30 s (stop_grace_period).
CMD ["node", "dist/main.js"]
