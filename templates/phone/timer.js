"use strict";
// The steps of a drill, and which of them it is after so many seconds: plain functions, for the page and for its tests.
const Timer = (() => {
  const READY = 5;
  const CHANGE = 10;
  // After a longer silence than this the phone was asleep, s.
  const ASLEEP = 20;

  // The sets to do, in order: each set on every side before the next one.
  function setsOf(drill) {
    const sides = [...new Set(drill.rows.map(([, side]) => side))];
    return drill.sets.flatMap((_, at) => sides.map((side) => ({ set: at + 1, side })));
  }

  // What is done in one set; a step without seconds waits for a tap.
  function work(set, place) {
    const step = (kind, seconds, rep) => ({ ...place, kind, seconds, rep, reps: set.reps });
    if (set.for) return [step("work", set.for, 0)];
    const steps = [];
    for (let rep = 1; rep <= set.reps; rep += 1) {
      if (set.holds.length) {
        const moving = Math.max(2, Math.ceil(set.moving / set.holds.length));
        set.holds.forEach((hold, at) => {
          if (rep > 1 || at > 0) steps.push(step("move", moving, rep));
          steps.push(step("hold", hold, rep));
        });
      } else {
        ["lower", "wait", "lift", "wait"].forEach((kind, at) => {
          if (set.tempo[at]) steps.push(step(kind, set.tempo[at], rep));
        });
      }
    }
    return steps.length ? steps : [step("do", null, 0)];
  }

  function stepsOf(drill, sets) {
    const steps = [];
    sets.forEach((one, at) => {
      const place = { set: one.set, side: one.side };
      const before = sets[at - 1];
      if (before && before.set === one.set) steps.push({ ...place, kind: "change", seconds: CHANGE, rep: 0, reps: 0 });
      else if (before && drill.rest) steps.push({ ...place, kind: "rest", seconds: drill.rest, rep: 0, reps: 0 });
      else steps.push({ ...place, kind: "ready", seconds: READY, rep: 0, reps: 0 });
      const all = work(drill.sets[one.set - 1], place);
      all[all.length - 1].ends = place;
      steps.push(...all);
    });
    return steps;
  }

  // Where one is, so many seconds after the step "from" began. "done" are the sets that ended on the way. One who was
  // asleep gets no further than to the end of the set in hand: nobody did the ones after it.
  function where(steps, from, elapsed, asleep = false) {
    const done = [];
    let at = from;
    let rest = elapsed;
    while (at < steps.length) {
      const step = steps[at];
      if (step.seconds === null) return { at, passed: rest, left: null, done, stopped: false };
      if (rest < step.seconds) return { at, passed: rest, left: step.seconds - rest, done, stopped: false };
      rest -= step.seconds;
      at += 1;
      if (step.ends) {
        done.push(step.ends);
        if (asleep) return { at, passed: 0, left: at < steps.length ? steps[at].seconds : 0, done, stopped: true };
      }
    }
    return { at, passed: 0, left: 0, done, stopped: false };
  }

  return { setsOf, stepsOf, where, ASLEEP };
})();
