"use strict";
// Renders /openapi.json. Text is only ever set as text, so nothing in the document can become markup.

const METHODS = ["get", "post", "put", "patch", "delete"];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function resolved(api, node) {
  if (!node || !node.$ref) return node;
  return node.$ref.slice(2).split("/").reduce((place, key) => place[key], api);
}

function nameOf(ref) {
  return ref.split("/").pop();
}

function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return nameOf(schema.$ref);
  const choices = schema.oneOf || schema.anyOf;
  if (choices) return choices.map(typeOf).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.type === "array") return `[${typeOf(schema.items) || "any"}]`;
  return schema.format ? `${schema.type} (${schema.format})` : schema.type || "any";
}

function limitsOf(schema) {
  const told = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "default"];
  return told.filter((key) => schema[key] !== undefined).map((key) => `${key} ${JSON.stringify(schema[key])}`).join(", ");
}

function rowsOf(entries) {
  const rows = entries.map(({ name, note, schema, description }) =>
    element("tr", {},
      element("td", {}, element("code", { textContent: name }), element("div", { className: "soft", textContent: note })),
      element("td", {}, element("code", { textContent: typeOf(schema) })),
      element("td", { className: "prose" }, description || schema.description || "",
        element("div", { className: "soft", textContent: limitsOf(schema) }))));
  return element("table", {}, ...rows);
}

function propertiesTable(schema) {
  const required = new Set(schema.required || []);
  return rowsOf(Object.entries(schema.properties || {}).map(([name, property]) =>
    ({ name, note: required.has(name) ? "required" : "", schema: property })));
}

function schemaView(api, schema) {
  const whole = resolved(api, schema);
  const choices = whole.oneOf || whole.anyOf;
  const view = element("div", {}, element("p", {}, element("code", { textContent: typeOf(schema) })));
  if (whole.description) view.append(element("p", { className: "prose", textContent: whole.description }));
  if (choices) choices.filter((choice) => choice.$ref).forEach((choice) => view.append(
    element("details", {}, element("summary", { textContent: nameOf(choice.$ref) }), propertiesTable(resolved(api, choice)))));
  else if (whole.properties) view.append(propertiesTable(whole));
  else if (whole.enum) view.append(element("p", { textContent: whole.enum.join(", ") }));
  return view;
}

function exampleOf(media) {
  const [first] = Object.values((media && media.examples) || {});
  return first ? JSON.stringify(first.value, null, 2) : "";
}

function parametersOf(api, operation) {
  return (operation.parameters || []).map((parameter) => resolved(api, parameter));
}

function addressOf(path, inputs) {
  const query = new URLSearchParams();
  const headers = {};
  let address = path;
  for (const { parameter, input } of inputs) {
    if (!input.value) continue;
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    if (parameter.in === "query") query.append(parameter.name, input.value);
    if (parameter.in === "header") headers[parameter.name] = input.value;
  }
  return { address: query.size ? `${address}?${query}` : address, headers };
}

async function send(method, path, inputs, body, output) {
  const { address, headers } = addressOf(path, inputs);
  const key = document.getElementById("key").value;
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body) headers["Content-Type"] = "application/json";
  output.hidden = false;
  try {
    const answer = await fetch(address, { method: method.toUpperCase(), headers, body: body ? body.value : undefined });
    const text = await answer.text();
    const shown = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    output.textContent = `${answer.status} ${answer.statusText}\n${shown}\n\n${pretty(text)}`;
  } catch (failure) {
    output.textContent = String(failure);
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function tryView(method, path, operation, parameters) {
  const inputs = parameters.map((parameter) => ({ parameter, input: element("input", { ariaLabel: parameter.name }) }));
  const media = ((operation.requestBody || {}).content || {})["application/json"];
  const body = media ? element("textarea", { value: exampleOf(media), spellcheck: false }) : null;
  const output = element("pre", { hidden: true });
  const button = element("button", { textContent: "Send", type: "button" });
  button.addEventListener("click", () => send(method, path, inputs, body, output));
  const rows = inputs.map(({ parameter, input }) => element("tr", {},
    element("td", {}, element("code", { textContent: parameter.name })), element("td", {}, input)));
  return element("details", {}, element("summary", { textContent: "Try it" }), element("table", {}, ...rows),
    body, element("p", {}, button), output);
}

function responseView(api, status, response) {
  const whole = resolved(api, response);
  const [type, media] = Object.entries(whole.content || {})[0] || [];
  const title = `${status}  ${whole.description.split("\n")[0]}`;
  return element("details", {}, element("summary", { textContent: title }),
    element("p", { className: "prose", textContent: whole.description }),
    element("p", { className: "soft", textContent: Object.keys(whole.headers || {}).join(", ") }),
    type ? element("p", { className: "soft", textContent: type }) : null,
    media && media.schema ? schemaView(api, media.schema) : null);
}

function operationView(api, path, method, operation) {
  const parameters = parametersOf(api, operation);
  const media = Object.entries((operation.requestBody || {}).content || {});
  const view = element("details", { id: operation.operationId },
    element("summary", {}, element("span", { className: "method", textContent: method.toUpperCase() }),
      element("code", { textContent: path }), ` ${operation.summary || ""}`));
  // Operations are many; each is drawn when it is opened for the first time.
  view.addEventListener("toggle", () => {
    if (!view.open || view.dataset.drawn) return;
    view.dataset.drawn = "yes";
    view.append(element("p", { className: "prose", textContent: operation.description || "" }));
    if (parameters.length) view.append(element("h4", { textContent: "Parameters" }), rowsOf(parameters.map((parameter) =>
      ({ ...parameter, note: `${parameter.in}${parameter.required ? ", required" : ""}` }))));
    media.forEach(([type, body]) => view.append(element("h4", { textContent: `Body: ${type}` }), schemaView(api, body.schema)));
    view.append(element("h4", { textContent: "Answers" }),
      ...Object.entries(operation.responses).map(([status, response]) => responseView(api, status, response)),
      tryView(method, path, operation, parameters));
  });
  return view;
}

function operationsByTag(api) {
  const byTag = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((candidate) => item[candidate])) {
      const [tag] = item[method].tags || ["other"];
      byTag.set(tag, [...(byTag.get(tag) || []), { path, method, operation: item[method] }]);
    }
  }
  return [...byTag].sort(([left], [right]) => left.localeCompare(right));
}

function draw(api) {
  const index = document.getElementById("index");
  const main = document.getElementById("operations");
  document.title = document.getElementById("title").textContent = `${api.info.title} ${api.info.version}`;
  document.getElementById("about").textContent = api.info.description || "";
  for (const [tag, operations] of operationsByTag(api)) {
    index.append(element("h2", { textContent: tag }));
    main.append(element("h2", { textContent: tag }));
    for (const { path, method, operation } of operations) {
      const link = element("a", { href: `#${operation.operationId}`, textContent: `${method.toUpperCase()} ${path}` });
      index.append(link);
      main.append(operationView(api, path, method, operation));
    }
  }
  main.append(element("h2", { textContent: "Schemas" }), ...Object.keys(api.components.schemas).map((name) =>
    element("details", { id: `schema-${name}` }, element("summary", { textContent: name }),
      schemaView(api, { $ref: `#/components/schemas/${name}` }))));
}

function find(words) {
  const wanted = words.toLowerCase();
  for (const view of document.querySelectorAll("main > details")) {
    view.hidden = !`${view.id} ${view.firstChild.textContent}`.toLowerCase().includes(wanted);
  }
}

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

async function start() {
  const answer = await fetch("/openapi.json");
  draw(await answer.json());
  document.getElementById("find").addEventListener("input", (event) => find(event.target.value));
  addEventListener("hashchange", openTarget);
  openTarget();
}

start().catch((failure) => {
  document.getElementById("operations").textContent = `The document could not be loaded: ${failure}`;
});
