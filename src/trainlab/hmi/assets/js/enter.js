// The door: a token for a session.
const form = document.querySelector("form");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/enter", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Trainlab": "1" },
    body: JSON.stringify({ token: form.elements.token.value.trim() }),
  });
  if (answer.ok) location.assign("/");
  else form.querySelector("[role=alert]").textContent = "Not known, or tried too often. 令牌无效或尝试过于频繁。";
});
