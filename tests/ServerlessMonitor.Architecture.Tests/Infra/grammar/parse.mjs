// Prints the declarations of Bicep files as JSON: node parse.mjs FILE...
// Values: {string}, {template} (a string with ${...}, raw), {number}, {boolean}, {null}, {object}, {array}, {call, arguments}, {for}, {if}, {expression} (raw).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

const grammar = join(dirname(createRequire(import.meta.url).resolve('tree-sitter-bicep/package.json')), 'tree-sitter-bicep.wasm');
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const named = (node) => node.namedChildren.filter((child) => child.type !== 'comment' && child.type !== 'diagnostic_comment');
const at = (node) => `${node.startPosition.row + 1}:${node.startPosition.column + 1}`;

// What the grammar could not place, with the place.
function errors(node, found = []) {
  if (node.isError || node.isMissing) {
    found.push(`${at(node)} ${node.isMissing ? `missing ${node.type}` : `not understood: ${node.text.slice(0, 60)}`}`);
  } else if (node.hasError) {
    node.children.forEach((child) => errors(child, found));
  }
  return found;
}

const unescape = (text) => text.replace(/\\(['\\$nrt])/g, (_, sign) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);

function text(node) {
  const inside = node.text.startsWith("'''") ? node.text.slice(3, -3) : node.text.slice(1, -1);
  return node.namedChildren.some((child) => child.type === 'interpolation') ? { template: inside } : { string: unescape(inside) };
}

function object(node, problems) {
  const properties = {};
  for (const property of named(node)) {
    const [key, content] = named(property);
    if (property.type !== 'object_property' || !content) {
      problems.push(`${at(property)} is not a property: ${property.text.slice(0, 60)}`);
      continue;
    }
    const read = key.type === 'string' ? text(key) : { string: key.text };
    const name = read.string ?? read.template;
    if (Object.hasOwn(properties, name)) {
      problems.push(`${at(property)} sets '${name}' a second time`);
    }
    properties[name] = value(content, problems);
  }
  return { object: properties };
}

function value(node, problems) {
  const children = named(node);
  switch (node.type) {
    case 'string': return text(node);
    case 'number': return { number: Number(node.text) };
    case 'boolean': return { boolean: node.text === 'true' };
    case 'null': return { null: true };
    case 'object': return object(node, problems);
    case 'array': return { array: children.map((child) => value(child, problems)) };
    case 'call_expression': {
      const [name, args] = children;
      return { call: name.text, arguments: args ? named(args).map((child) => value(child, problems)) : [], text: node.text };
    }
    case 'for_statement': {
      const body = children.at(-1);
      return { for: { items: node.text.slice(0, body.startIndex - node.startIndex), body: value(body, problems) } };
    }
    case 'if_statement': return { if: { condition: children[0].text, body: value(children.at(-1), problems) } };
    default: return { expression: node.text };
  }
}

const kinds = {
  parameter_declaration: 'param', variable_declaration: 'var', resource_declaration: 'resource', module_declaration: 'module',
  output_declaration: 'output', target_scope_assignment: 'targetScope', using_statement: 'using', parameter: 'param', assignment_expression: 'assignment',
};

function declaration(node, decorators, problems) {
  const kind = kinds[node.type];
  if (!kind) {
    problems.push(`${at(node)} ${node.type} is not expected in these files: ${node.text.slice(0, 60)}`);
    return null;
  }
  const children = named(node);
  const result = { kind, line: node.startPosition.row + 1, decorators };
  const identifier = children.find((child) => child.type === 'identifier' || child.type === 'compatible_identifier');
  if (identifier && children[0] === identifier) {
    result.symbol = identifier.text;
  }
  if (kind === 'resource' || kind === 'module') {
    result.type = text(children[1]).string;
    result.existing = node.children.some((child) => child.type === 'existing' || child.text === 'existing');
  }
  if (kind === 'param' || kind === 'output') {
    result.type = children.find((child) => child.type.endsWith('type'))?.text;
  }
  const last = children.at(-1);
  result.value = last === identifier && children.length === 1 || last.type.endsWith('type') ? null : value(last, problems);
  return result;
}

// The grammar knows no parameter files; their "param a = b" has the form of a variable.
const source = (path) => path.endsWith('.bicepparam') ? readFileSync(path, 'utf8').replace(/^param (\w+) =/gm, 'var $1 =') : readFileSync(path, 'utf8');

const files = process.argv.slice(2).map((path) => {
  const root = parser.parse(source(path)).rootNode;
  const problems = errors(root);
  const declarations = [];
  let decorators = [];
  for (const node of named(root)) {
    if (node.type === 'decorators' || node.type === 'decorator') {
      decorators = (node.type === 'decorator' ? [node] : named(node)).map((decorator) => value(named(decorator)[0], problems));
      continue;
    }
    const read = declaration(node, decorators, problems);
    decorators = [];
    if (read) {
      declarations.push(read);
    }
  }
  return { path, problems, declarations };
});
process.stdout.write(JSON.stringify(files));
