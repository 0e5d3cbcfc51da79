// Draws the labels of a ZPL file, a PNG each: zpl_render.mjs FILE WIDTH_MM HEIGHT_MM DOTS_PER_MM PREFIX
// npm's zpl-renderer-js is found in the folder that NODE_PATH names.
import fs from "node:fs";
import { createRequire } from "node:module";
const { ready } = createRequire(process.env.NODE_PATH + "/")("zpl-renderer-js");
const [file, width, height, dots, prefix] = process.argv.slice(2);
const { api } = await ready;
const labels = await api.zplToBase64MultipleAsync(fs.readFileSync(file, "utf8"), +width, +height, +dots);
const digits = String(labels.length).length;
labels.forEach((label, index) =>
  fs.writeFileSync(`${prefix}-${String(index + 1).padStart(digits, "0")}.png`, Buffer.from(label, "base64")),
);
