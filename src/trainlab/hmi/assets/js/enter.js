// The door: a name with its password, or a token, for a session.
const HEADERS = { "Content-Type": "application/json", "X-Trainlab": "1" };
const REFUSED = "Not known, or tried too often. 未知的用户、密码或令牌，或尝试过于频繁。";
const LOST = "The station does not answer. 工位没有应答。";
const alert = document.querySelector("[role=alert]");

const { asks_for: ways } = await (await fetch("/api/door")).json();
for (const element of document.querySelectorAll("[data-way]")) element.hidden = !ways.includes(element.dataset.way);
document.querySelector("form:not([hidden]) input")?.focus();

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    alert.textContent = "";
    const given = Object.fromEntries(new FormData(form));
    if (given.token) given.token = given.token.trim();
    try {
      const answer = await fetch("/enter", { method: "POST", headers: HEADERS, body: JSON.stringify(given) });
      if (answer.ok) {
        history.replaceState(null, "", `/#station=${(await answer.json()).station}`);
        return location.reload();
      }
      alert.textContent = REFUSED;
    } catch {
      alert.textContent = LOST;
    } finally {
      button.disabled = false;
    }
  });
}
