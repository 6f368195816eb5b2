// GraphiQL on this service's endpoint, with the questions of the sample case as tabs. They are shown on first sight
// only: afterwards the browser remembers the tabs as they were left.
"use strict";

async function start() {
  const questions = await (await fetch("questions.json")).json();
  const fetcher = GraphiQL.createFetcher({ url: "graphql" });
  const root = ReactDOM.createRoot(document.getElementById("graphiql"));
  root.render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: questions.map(({ query }) => ({ query })),
      defaultEditorToolsVisibility: false,
    }),
  );
}

start();
