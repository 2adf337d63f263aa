// Runs Azurite in this very process and ends it when standard input ends. Whoever started it holds the other end of that
// pipe, and the operating system closes it even when the starter dies without a word: no Azurite is left behind.
// Arguments are passed on to Azurite.
import { createRequire } from "node:module";

const deadline = 10_000;

process.stdin.on("data", () => {});
process.stdin.on("error", stop);
process.stdin.on("end", stop);

// On standard input rather than a signal: Windows has no signals to send.
process.argv[1] = createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");
createRequire(import.meta.url)(process.argv[1]);

function stop() {
  // Azurite writes its databases when it is interrupted, and then has nothing left to run.
  setTimeout(() => process.exit(0), deadline).unref();
  if (process.argv.includes("--inMemoryPersistence") || !process.emit("SIGINT")) {
    process.exit(0);
  }
}
