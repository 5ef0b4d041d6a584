export { AppPage } from "./app-page.tsx";
export { OpenAppPage } from "./open-app-page.tsx";
