import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";

interface LogFile {
  write(line: string): void;
  close(): void;
}

const kept = { files: 7, bytes: 20 * 1024 * 1024 };

/** `second.log` of a directory, with six older ones of 20 MiB each. A full disk costs lines, never the program. */
export function openLogFile(directory: string, { files, bytes } = kept): LogFile {
  const path = (age: number) => join(directory, age === 0 ? "second.log" : `second.${age}.log`);
  const open = () => openSync(path(0), "a", 0o600);
  let file = open();
  let size = fstatSync(file).size;

  function rotate(): void {
    for (let age = files - 1; age > 0; age -= 1)
      if (existsSync(path(age - 1))) renameSync(path(age - 1), path(age));
    // Only now, so that a rotation that fails leaves a file to write to.
    const next = open();
    closeSync(file);
    file = next;
    size = 0;
  }

  return {
    write(line) {
      try {
        if (size >= bytes) rotate();
        size += writeSync(file, `${line}\n`);
      } catch {
        // No room, or no right any more: what the processes do matters more than what is noted of it.
      }
    },
    close: () => closeSync(file),
  };
}
