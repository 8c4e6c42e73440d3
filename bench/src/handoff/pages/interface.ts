/** The weight of a real interface: React, TanStack Query and zustand, rendering a small page. No first call of its own. */
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { create } from "zustand";

const useTitle = create(() => ({ title: "Members" }));

const List = () => {
  const title = useTitle((state) => state.title);
  const { data = [] } = useQuery({
    queryKey: ["rows"],
    queryFn: async () => Array.from({ length: 50 }, (_, row) => row),
  });
  return h(
    "main",
    null,
    h("h1", null, title),
    h(
      "ul",
      null,
      data.map((row) => h("li", { key: row }, `Member ${row}`)),
    ),
  );
};

createRoot(document.body.appendChild(document.createElement("div"))).render(
  h(QueryClientProvider, { client: new QueryClient() }, h(List)),
);
