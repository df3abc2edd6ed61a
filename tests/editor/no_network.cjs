// Loaded into the language server before its own code: every way out is closed and each attempt is written down.
"use strict";
const fs = require("fs");

const told = process.env.NETWORK_LOG;

function refuse(name, target) {
  fs.appendFileSync(told, `${name} ${target}\n`);
  throw new Error(`no network here: ${name} ${target}`);
}

function target(args) {
  const [first] = args;
  if (first === null || typeof first !== "object" || first instanceof URL) return String(first);
  const { host, hostname, port, path } = Array.isArray(first) ? first[0] : first;
  return `${host || hostname || ""}:${port || ""}${path || ""}`;
}

require("net").Socket.prototype.connect = (...args) => refuse("connect", target(args));
require("dgram").createSocket = () => refuse("dgram", "");
for (const name of ["http", "https"]) {
  for (const way of ["request", "get"]) require(name)[way] = (...args) => refuse(`${name}.${way}`, target(args));
}
require("dns").lookup = (host) => refuse("lookup", host);
globalThis.fetch = (url) => refuse("fetch", String(url));
