/**
 * Loaded before a program that `startScript` starts (`--import`): it ends with its parent, even one that was killed hard. At
 * once and without a farewell: nobody reads its output any more, and a logger that insists on being read would never end.
 */
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// Listening keeps the channel open, and would keep the process alive.
process.channel?.unref();
