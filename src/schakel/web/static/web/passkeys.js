/* SPDX-License-Identifier: EUPL-1.2
   Passkeys: hands the browser's answer to the site. A part of a page says with data-passkey what it does:
   "create" makes a passkey, "get" proves with one, "login" first asks the site for a question.
   Without this script, signing in works with a password and a code. */
"use strict";

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const textOf = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keysOf = (keys) => (keys || []).map((key) => ({ ...key, id: bytesOf(key.id) }));

function creation(options, alone) {
  const asked = { ...options.publicKey };
  asked.challenge = bytesOf(asked.challenge);
  asked.user = { ...asked.user, id: bytesOf(asked.user.id) };
  asked.excludeCredentials = keysOf(asked.excludeCredentials);
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: alone ? "required" : "preferred",
  };
  return { publicKey: asked };
}

function question(options) {
  const asked = { ...options.publicKey };
  asked.challenge = bytesOf(asked.challenge);
  asked.allowCredentials = keysOf(asked.allowCredentials);
  return { publicKey: asked };
}

function answer(credential) {
  const from = credential.response;
  const response = { clientDataJSON: textOf(from.clientDataJSON) };
  if (from.attestationObject) {
    response.attestationObject = textOf(from.attestationObject);
    response.transports = from.getTransports ? from.getTransports() : [];
  } else {
    response.authenticatorData = textOf(from.authenticatorData);
    response.signature = textOf(from.signature);
    response.userHandle = from.userHandle ? textOf(from.userHandle) : null;
  }
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: textOf(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function optionsFor(part, form) {
  if (part.dataset.passkey === "login") {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await reply.json()).request_options;
  }
  const given = JSON.parse(document.getElementById("passkey-options").textContent);
  return given.creation_options || given.request_options;
}

async function ask(part, form) {
  const options = await optionsFor(part, form);
  if (part.dataset.passkey === "create") {
    const alone = form.elements.passwordless;
    return navigator.credentials.create(creation(options, Boolean(alone && alone.checked)));
  }
  return navigator.credentials.get(question(options));
}

for (const part of document.querySelectorAll("[data-passkey]")) {
  const form = part.querySelector("form");
  const message = part.querySelector("[role=alert]");
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    message.textContent = "";
    try {
      form.elements.credential.value = answer(await ask(part, form));
      form.submit();
    } catch (problem) {
      message.textContent = part.dataset.failed;
      console.info(problem.name);
    }
  });
}
