// The plain form: sends the query, shows the answer as text.
const byId = (id) => document.getElementById(id);

const questions = await (await fetch("questions.json")).json();
for (const { title } of questions) {
  byId("example").append(new Option(title));
}
const show = () => {
  byId("query").value = questions[byId("example").selectedIndex].query;
};
byId("example").addEventListener("change", show);
show();

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("answer").textContent = "…";
  try {
    const response = await fetch("graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: byId("query").value }),
    });
    byId("answer").textContent = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    byId("answer").textContent = `The service did not answer: ${error.message}`;
  }
});
