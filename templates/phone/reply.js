// What is sent back, as a line of text and as a file: the form is that of docs/phone-page.md. Plain functions.
const Reply = (() => {
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const SIDES = ["", "l", "r"];
  const EPOCH = Date.UTC(2000, 0, 1);

  const monday = (days) => DAYS.filter((day) => days.includes(day));
  const mask = (days) => monday(days).reduce((sum, day) => sum + 2 ** DAYS.indexOf(day), 0);

  function boxNames(plan) {
    return plan.drills.flatMap((drill, at) => drill.rows.flatMap(([session, side]) => monday(drill.days).flatMap((day) =>
      drill.sets.map((_, set) => `d${at + 1}_${day}_s${session}_t${set + 1}${side ? `_${side}` : ""}`))));
  }

  const painNames = (plan) => plan.pains.sessions.flatMap((session) =>
    monday(plan.pains.days).map((day) => `pain_${day}_s${session}`));

  function number(out, value) {
    let rest = value;
    while (rest > 127) {
      out.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
  }

  function text(out, value) {
    const bytes = new TextEncoder().encode(value);
    number(out, bytes.length);
    out.push(...bytes);
  }

  function checksum(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
    return (sum ^ 0xffffffff) >>> 0;
  }

  function letters(bytes) {
    let out = "";
    let value = 0;
    let bits = 0;
    for (const byte of bytes) {
      value = (value * 256 + byte) % 2 ** (bits + 8);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out += LETTERS[Math.floor(value / 2 ** bits) % 32];
      }
      value %= 2 ** bits;
    }
    return bits ? out + LETTERS[(value * 2 ** (5 - bits)) % 32] : out;
  }

  // "state": ticked is a set of names, written a map of texts, chosen a map of groups to answers from 1, changed in ms.
  function line(plan, state) {
    const out = [];
    number(out, Math.round((Date.parse(`${plan.week}T00:00Z`) - EPOCH) / 86400000));
    number(out, Math.max(0, Math.floor((state.changed - EPOCH) / 60000)));
    number(out, plan.drills.length);
    for (const drill of plan.drills) {
      number(out, mask(drill.days));
      number(out, drill.sets.length);
      number(out, drill.rows.length);
      for (const [session, side] of drill.rows) number(out, session * 4 + SIDES.indexOf(side));
    }
    number(out, plan.pains.sessions.length);
    for (const session of plan.pains.sessions) number(out, session);
    number(out, mask(plan.pains.days));
    number(out, plan.measures.length);
    for (const one of plan.measures) number(out, one.kind * 8 + (one.ask ? 4 : 0) + one.number);
    const names = boxNames(plan);
    for (let at = 0; at < names.length; at += 8) {
      out.push(names.slice(at, at + 8).reduce((sum, name, bit) => sum + (state.ticked.has(name) ? 2 ** (7 - bit) : 0), 0));
    }
    for (const name of painNames(plan)) number(out, /^\d+$/.test(state.written[name] || "") ? Number(state.written[name]) + 1 : 0);
    for (const one of plan.measures) number(out, state.chosen[one.group] || 0);
    for (const one of plan.measures) if (one.ask) text(out, state.written[`m_activity${one.number}`] || "");
    text(out, state.written.notes_p1 || "");
    const sum = checksum([...new TextEncoder().encode(plan.id), ...out]);
    out.push(sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255);
    return `[Handouts 1 ${plan.shown} ${letters(out).match(/.{1,5}/g).join(" ")}]`;
  }

  function file(plan, state) {
    const boxes = {};
    for (const name of boxNames(plan)) boxes[name] = state.ticked.has(name);
    const written = {};
    for (const name of painNames(plan)) written[name] = state.written[name] || "";
    for (const one of plan.measures) {
      const kind = ["pain", "function", "change"][one.kind];
      const number = kind === "function" ? one.number : "";
      const first = kind === "change" ? 1 : 0;
      for (let at = 1; at <= one.answers; at += 1) boxes[`m_${kind}${number}_${at - 1 + first}`] = state.chosen[one.group] === at;
      if (one.ask) written[`m_activity${one.number}`] = state.written[`m_activity${one.number}`] || "";
    }
    if (state.written.notes_p1) written.notes_p1 = state.written.notes_p1;
    const changed = `${new Date(Math.max(EPOCH, state.changed)).toISOString().slice(0, 16)}Z`;
    const drills = plan.drills.map((drill) => drill.id);
    const said = { kind: "handouts-reply", form: 1, handout: plan.id, week: plan.week, changed, drills, boxes, written };
    return `${JSON.stringify(said, null, 1)}\n`;
  }

  return { line, file, boxNames, painNames };
})();
