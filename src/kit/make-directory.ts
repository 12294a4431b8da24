import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a directory and what is missing above it; true when it was not there before. Node's own `recursive` never
 * comes back where a parent exists and yet nothing can be made in it (`/proc`).
 */
export function makeDirectory(directory: string, mode: number): boolean {
  if (isDirectory(directory)) return false;
  const parent = path.dirname(path.resolve(directory));
  if (!existsSync(parent)) makeDirectory(parent, mode);
  try {
    mkdirSync(directory, { mode });
    return true;
  } catch (error) {
    // Another start was as quick.
    if (isDirectory(directory)) return false;
    throw error;
  }
}

function isDirectory(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
