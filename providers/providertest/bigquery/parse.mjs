// Parses SQL of BigQuery with npm's node-sql-parser: one JSON line in with "sql", one out
// with "tree" or "error". Its last argument is the folder that holds node_modules.
//
// The parser's own tree has many members that are mostly empty. This makes a plain one of
// it, and refuses every member that it does not read, so that no part of a query is lost
// on the way.
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(path.join(path.resolve(process.argv.at(-1)), "package.json"));
const { Parser } = require("node-sql-parser/build/bigquery.js");
const parser = new Parser();

const empty = (v) => v === null || v === undefined || v === "" || v === false || (Array.isArray(v) && v.length === 0);
const ignored = new Set(["type", "parentheses", "tableList", "columnList", "surround", "loc"]);

// only refuses members of a node that are not among the read ones.
function only(node, ...read) {
  for (const [key, value] of Object.entries(node)) {
    if (!ignored.has(key) && !read.includes(key) && !empty(value)) throw new Error(`the double reads no ${key} of ${node.type ?? "a part"}: ${JSON.stringify(value).slice(0, 200)}`);
  }
}

const escapes = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\\": "\\", "'": "'", '"': '"', "`": "`", "?": "?" };

// The parser leaves escapes in texts as they were written.
function unescape(text) {
  return text.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}|[^])/g, (whole, e) => {
    if (/^[uUxX]./.test(e) && e.length > 1) return String.fromCodePoint(parseInt(e.slice(1), 16));
    if (/^[0-3][0-7]{2}$/.test(e)) return String.fromCodePoint(parseInt(e, 8));
    if (e in escapes) return escapes[e];
    throw new Error(`Syntax error: Illegal escape sequence: ${whole}`);
  });
}

const name = (n) => (typeof n === "string" ? n : n.value ?? name(n.expr));
const list = (args) => (empty(args) ? [] : args.type === "expr_list" ? args.value.map(expression) : [expression(args)]);

const readers = {
  column_ref(n) {
    only(n, "table", "column", "subFields", "schema", "db");
    if (!empty(n.db) || !empty(n.schema)) throw new Error("the double reads no such name");
    if (n.column === "*") return empty(n.table) ? { op: "star" } : { op: "star", text: name(n.table) };
    if (typeof n.column === "object") only(n.column, "expr", "offset");
    return { op: "name", path: [...(empty(n.table) ? [] : [name(n.table)]), name(n.column), ...(n.subFields ?? []).map(name)] };
  },
  number: (n) => ({ op: "number", text: String(n.value) }),
  bigint: (n) => ({ op: "number", text: String(n.value) }),
  single_quote_string: (n) => ({ op: "string", text: unescape(n.value) }),
  string: (n) => ({ op: "string", text: unescape(n.value) }),
  regex_string: (n) => ({ op: "string", text: n.value }),
  bool: (n) => ({ op: "bool", text: String(n.value) }),
  null: () => ({ op: "null" }),
  star: () => ({ op: "star" }),
  cast(n) {
    only(n, "keyword", "expr", "symbol", "target");
    if (n.target.length !== 1) throw new Error("the double reads no such cast");
    only(n.target[0], "dataType");
    return { op: n.keyword.toLowerCase(), text: n.target[0].dataType, args: [expression(n.expr)] };
  },
  function(n) {
    only(n, "name", "args");
    const called = [n.name.schema, ...(n.name.name ?? [])].filter((part) => !empty(part)).map((part) => part.value.toUpperCase()).join(".");
    if (called === "EXISTS") return { op: "exists", query: query(n.args.value[0].ast) };
    const args = list(n.args);
    return called === "NOT" ? { op: "not", args } : { op: "call", text: called, args };
  },
  aggr_func(n) {
    only(n, "name", "args");
    only(n.args, "expr", "distinct");
    return { op: "call", text: n.name.toUpperCase() + (empty(n.args.distinct) ? "" : " DISTINCT"), args: [expression(n.args.expr)] };
  },
  binary_expr(n) {
    only(n, "operator", "left", "right");
    return { op: "binary", text: n.operator.toUpperCase(), args: [expression(n.left), ...list(n.right)] };
  },
  unary_expr(n) {
    only(n, "operator", "expr");
    return n.operator.toUpperCase() === "NOT" ? { op: "not", args: [expression(n.expr)] } : { op: "unary", text: n.operator, args: [expression(n.expr)] };
  },
  case(n) {
    only(n, "expr", "args");
    const out = { op: "case", operand: empty(n.expr) ? undefined : expression(n.expr), whens: [], args: [] };
    for (const a of n.args) {
      if (a.type === "else") out.args = [expression(a.result)];
      else out.whens.push([expression(a.cond), expression(a.result)]);
    }
    return out;
  },
};

function expression(n) {
  if (n.ast) {
    only(n, "ast");
    return { op: "query", query: query(n.ast) };
  }
  const read = Object.hasOwn(readers, n.type) ? readers[n.type] : undefined;
  if (!read) throw new Error(`the double reads no ${n.type}`);
  return read(n);
}

function from(n) {
  if (n.type === "unnest") {
    only(n, "expr", "as", "join");
    if (!empty(n.join) && n.join !== "CROSS JOIN") throw new Error(`the double reads no ${n.join}`);
    return { unnest: expression(n.expr), as: n.as ?? "" };
  }
  if (n.expr) {
    only(n, "expr", "as");
    return { query: query(n.expr.ast), as: n.as ?? "" };
  }
  only(n, "table", "as", "db");
  if (!empty(n.db)) throw new Error("the double reads tables between backticks");
  return { table: n.table, as: n.as ?? "" };
}

function query(ast) {
  if (ast.type !== "select") throw new Error(`the double reads queries, and no ${ast.type}`);
  only(ast, "columns", "from", "where", "groupby", "having", "orderby", "limit", "with", "distinct");
  if (!empty(ast.groupby)) only(ast.groupby, "columns");
  if (!empty(ast.limit)) only(ast.limit, "value");
  return {
    columns: ast.columns.map((c) => (only(c, "expr", "as"), { expr: expression(c.expr), as: c.as ? name(c.as) : "" })),
    from: (ast.from ?? []).map(from),
    where: empty(ast.where) ? undefined : expression(ast.where),
    group: (ast.groupby?.columns ?? []).map(expression),
    having: empty(ast.having) ? undefined : expression(ast.having),
    order: (ast.orderby ?? []).map((o) => (only(o, "expr", "type"), { expr: expression(o.expr), down: o.type === "DESC" })),
    limit: empty(ast.limit?.value) ? undefined : expression(ast.limit.value[0]),
    with: (ast.with ?? []).map((w) => (only(w, "name", "stmt"), { name: name(w.name), query: query(w.stmt.ast ?? w.stmt) })),
    distinct: ast.distinct ? true : undefined,
  };
}

function answer(line) {
  const { sql } = JSON.parse(line);
  let ast;
  try {
    ast = parser.parse(sql, { database: "BigQuery" }).ast;
  } catch (e) {
    const at = e.location?.start;
    return { error: at ? `Syntax error: ${e.message.slice(-160)} at [${at.line}:${at.column}]` : `Syntax error: ${e.message}` };
  }
  if (Array.isArray(ast) && ast.length === 1) ast = ast[0];
  if (Array.isArray(ast)) return { error: "the double runs one statement" };
  try {
    return { tree: query(ast) };
  } catch (e) {
    return { error: e.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(JSON.stringify(answer(line)) + "\n");
