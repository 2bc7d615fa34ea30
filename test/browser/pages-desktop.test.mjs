import { walkPages } from "./pages.mjs";

walkPages("pages on a desktop and a tablet", [
  { width: "desktop", language: "en", theme: "dark", widths: ["tablet"] },
  { width: "desktop", language: "zh-CN", theme: "light", widths: ["tablet"] },
]);
