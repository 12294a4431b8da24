import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

test("a reader that has had enough, as `head` has, is no error", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "gerbang-cli-"));
  try {
    const file = path.join(folder, "numbers.csv");
    // More than a pipe holds, so that the command is still writing when its reader goes.
    await writeFile(file, `phone\n${"0812-3456-7890\n".repeat(20_000)}`);
    const command = spawn(process.execPath, ["bin/gerbang.js", "numbers", "normalise", file]);
    let complaint = "";
    command.stderr.on("data", (part: Buffer) => (complaint += part.toString()));
    const ended = once(command, "close");
    await once(command.stdout, "data");
    command.stdout.destroy();
    expect([(await ended)[0], complaint]).toEqual([0, ""]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
