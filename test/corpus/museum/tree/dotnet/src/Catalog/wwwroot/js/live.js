const connection = new signalR.HubConnectionBuilder()
  .withUrl("http://localhost:5210/hubs/catalog")
  .withAutomaticReconnect()
  .build();

connection.on("renamed", (id, title) => {
  document.querySelector(`[data-object="${id}"] h2`).textContent = title;
});

if (location.hostname === "localhost") document.body.classList.add("on-premises");
connection.start();
