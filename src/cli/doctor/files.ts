import * as fs from "node:fs";
import path from "node:path";
import type { Config } from "../../config.ts";
import { parseMasterKey } from "../../kit/secret.ts";
import { runningGateway } from "../installation.ts";
import { warning, well, wrong, type Finding } from "./finding.ts";

const LITTLE_BYTES = 1024 ** 3;
const TOO_LITTLE_BYTES = 100 * 1024 ** 2;

/** DATA_DIR and what is in it. */
export function checkFiles(config: Config): Finding[] {
  const { dataDir } = config;
  const embedded = config.databaseUrl === null;
  const stat = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (stat === undefined) {
    const text = `DATA_DIR: ${dataDir} is not there`;
    if (!embedded) return [warning(text, "the gateway makes it at its start, for its pid file")];
    return [wrong(text, "start the gateway once: it makes it; or set DATA_DIR to where the data is")];
  }
  if (!stat.isDirectory()) return [wrong(`DATA_DIR: ${dataDir} is not a directory`, "set DATA_DIR to a directory")];
  return [modesOf(dataDir), ...(embedded ? [secretFile(config), spaceOf(dataDir)] : []), gatewayProcess(config)];
}

function modesOf(dataDir: string): Finding {
  if (process.platform === "win32") return well(`DATA_DIR: ${dataDir}`);
  const open = [dataDir, path.join(dataDir, "pg")].filter((directory) => {
    const stat = fs.statSync(directory, { throwIfNoEntry: false });
    // Others may pass through DATA_DIR itself (macOS needs that for root), but neither read nor write it.
    return stat !== undefined && (stat.mode & (directory === dataDir ? 0o066 : 0o077)) !== 0;
  });
  if (open.length === 0) return well(`DATA_DIR: ${dataDir} is closed to others`);
  return wrong(`DATA_DIR: others get into ${open.join(" and ")}`, `chmod 700 ${open.join(" ")}`);
}

function secretFile(config: Config): Finding {
  const file = path.join(config.dataDir, "gateway.secret");
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (config.masterKey !== null) return well("master key: from GATEWAY_SECRET");
  if (stat === undefined) {
    return wrong(`master key: ${file} is not there`, "restore it from a backup: without it stored secrets are lost");
  }
  if (parseMasterKey(fs.readFileSync(file, "utf8").trim()) === null) {
    return wrong(`master key: ${file} holds no key`, "restore it from a backup");
  }
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0) {
    return wrong(`master key: others can read ${file}`, `chmod 600 ${file}; and make a new key if they may have`);
  }
  return well(`master key: in ${file}, for its owner alone (keep a backup of it apart from the database's)`);
}

function spaceOf(dataDir: string): Finding {
  const { bavail, bsize } = fs.statfsSync(dataDir);
  const free = bavail * bsize;
  const text = `disk: ${Math.round(free / 1024 ** 2)} MB free for ${dataDir}`;
  if (free < TOO_LITTLE_BYTES) return wrong(text, "make room: PostgreSQL stops when there is none");
  return free < LITTLE_BYTES ? warning(text, "make room before it runs out") : well(text);
}

function gatewayProcess({ dataDir }: Config): Finding {
  const pid = runningGateway(dataDir);
  if (pid !== undefined) return well(`gateway: runs (pid ${pid})`);
  return warning("gateway: does not run on this DATA_DIR", "npm start");
}
