import { test } from "node:test";
import { killRounds } from "./kill.mjs";

const rounds = Number(process.env.KILL_ROUNDS ?? 3);

test(`killed ${rounds} times under load, every acknowledged report is kept and found`, { timeout: rounds * 120_000 }, async (t) => {
  const { acknowledged, unanswered } = await killRounds(rounds);
  t.diagnostic(`${acknowledged} acknowledged, ${unanswered} unanswered and asked again`);
});
