// Runs Azurite in this very process and ends it when standard input ends. Whoever started it holds the other end of that
// pipe, and the operating system closes it even when the starter dies without a word: no Azurite is left behind.
// Arguments are passed on to Azurite.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const stopDeadline = 10_000;
let shutdown = () => process.exit(0);

if (!process.stdin.isTTY) {
  // Ctrl+C goes to every process of the terminal at once; the starter, which still has work to store, decides when Azurite goes.
  const once = process.once;
  process.once = function (event, listener) {
    if (event === "SIGINT") {
      shutdown = listener;
      return process;
    }
    return once.call(process, event, listener);
  };
  process.on("SIGINT", () => {});
}

process.stdin.on("data", () => {});
process.stdin.on("error", stop);
process.stdin.on("end", stop);

process.argv[1] = require.resolve("azurite/dist/src/azurite.js");
require(process.argv[1]);

function stop() {
  // A shutdown writes the databases; it leaves nothing to run, so the process ends.
  setTimeout(() => process.exit(0), stopDeadline).unref();
  if (process.argv.includes("--inMemoryPersistence")) {
    process.exit(0);
  }
  shutdown();
}
