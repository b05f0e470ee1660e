// Solves a model in LP format with HiGHS and prints its answer as one line of JSON.
// Arguments: the model's file, seconds, relative gap.
"use strict";
const { readFileSync } = require("node:fs");

async function main([file, seconds, gap]) {
  // What the library itself prints must not stand between us and the answer.
  const highs = await require("highs")({ print: () => {}, printErr: () => {} });
  const model = highs.createModel({ format: "lp", data: readFileSync(file, "utf8") });
  model.options.set({ output_flag: false, time_limit: Number(seconds), mip_rel_gap: Number(gap) });
  model.run();
  const answer = {
    version: highs.version.string,
    status: model.getModelStatus(),
    bound: model.info.get("mip_dual_bound"),
    found: model.info.get("primal_solution_status") === highs.constants.solutionStatus.feasible,
    values: {},
  };
  if (answer.found) {
    model.getSolution().colValue.forEach((value, column) => {
      answer.values[model.getColName(column)] = value;
    });
  }
  // JSON has no infinite numbers: a bound that is none becomes null.
  console.log(JSON.stringify(answer));
}

main(process.argv.slice(2));
