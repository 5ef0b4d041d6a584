import { promptLengthMax } from "@second/contracts";
import { Home } from "../../../features/home/home.tsx";

export default function HomePage() {
  return <Home promptLengthMax={promptLengthMax} />;
}
