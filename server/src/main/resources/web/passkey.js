// Passkeys (WebAuthn): a button asks the server what to ask the browser for, and sends the answer with its form.
(() => {
  "use strict";

  const REFUSALS = {
    InvalidStateError: "This device has a passkey of yours already.",
    NotAllowedError: "No passkey was used: the browser was told no, or waited too long.",
    SecurityError: "The browser uses passkeys only at the address that the server calls its own.",
  };

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const options = async (form, path) => {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error("The server refused. Load the page again, and then try again.");
    return answer.json();
  };

  const credential = (wanted) => wanted.user
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-passkey]");
    if (!button || !button.form.reportValidity()) return;
    const form = button.form;
    const told = form.querySelector("[role=alert]");
    told.textContent = "";
    button.disabled = true;
    try {
      if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
        throw new Error("This browser is too old for passkeys, or does not have them at this address.");
      }
      const made = await credential(await options(form, button.dataset.passkey));
      for (const field of form.querySelectorAll("[data-member]")) {
        field.value = text(made[field.name] ?? made.response[field.name]);
      }
      form.requestSubmit();
    } catch (fault) {
      told.textContent = REFUSALS[fault.name] ?? fault.message;
    } finally {
      button.disabled = false;
    }
  });
})();
