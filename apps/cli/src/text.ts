export const usage = `Usage: second <command> [options]

  start    starts Second on this machine          --port <n> --host <address> --no-open
  dev      the same, reloading                     --port <n> --host <address> --no-open
  status   says what runs                          --json
  stop     lets work finish, then ends Second      --timeout <seconds>
  doctor   checks this machine                     --json
`;

export function printLine(text = ""): void {
  process.stdout.write(`${text}\n`);
}

export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}
