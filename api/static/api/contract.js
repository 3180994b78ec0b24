"use strict";

// Shows the contract that the page names; the tool asks nobody else, and sends nothing but what its reader asks for.
SwaggerUIBundle({
  url: document.getElementById("contract").dataset.contract,
  dom_id: "#contract",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
