import { randomBytes } from "node:crypto";
import type { Sql, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { sha256 } from "./user.ts";

const COUNT = 10;
/** Nothing that is read for another: no 0, 1, 8 or 9, as in Base32. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const GROUPS = 4;
const GROUP = 4;

/** 80 random bits, in groups as one writes them down. */
function makeCode(): string {
  const letters = [...randomBytes(GROUPS * GROUP)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return Array.from({ length: GROUPS }, (_, at) => letters.slice(at * GROUP, (at + 1) * GROUP)).join("-");
}

function hashOf(code: string): Buffer {
  return sha256(code.toLowerCase().replace(/[\s-]/g, ""));
}

/** Whether it is meant as one, rather than as a code of the app. */
export function looksLikeRecoveryCode(code: string): boolean {
  return code.replace(/[\s-]/g, "").length === GROUPS * GROUP;
}

/** Ten new ones in place of those there were; shown now, and never again. */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode);
  const rows = codes.map((code) => ({ hash: hashOf(code).toString("hex") }));
  await tx`delete from console_recovery_codes where user_id = ${userId}`;
  await tx`
    insert into console_recovery_codes (user_id, hash)
    select ${userId}, decode(hash, 'hex') from json_to_recordset(${rowsOf(tx, rows)}) as g(hash text)`;
  return codes;
}

/** Takes a code at most once. */
export async function useRecoveryCode(sql: Sql | Tx, userId: string, code: string, now: number): Promise<boolean> {
  const used = await sql`
    update console_recovery_codes set used_at = to_timestamp(${now}::float8 / 1000)
    where user_id = ${userId} and hash = ${hashOf(code)} and used_at is null
    returning 1`;
  return used.length === 1;
}

export async function recoveryCodesLeft(sql: Sql | Tx, userId: string): Promise<number> {
  const [row] = await sql<{ left: number }[]>`
    select count(*)::int as left from console_recovery_codes where user_id = ${userId} and used_at is null`;
  return row?.left ?? 0;
}
