import { Sparkles } from "lucide-react";
import { AppFrame } from "@/components/app-frame";
import { AppRoot } from "@/components/app-root";
import { EmptyState } from "@/components/empty-state";

const app = { name: "New app", accent: "indigo", density: "comfortable" } as const;

export function App() {
  return (
    <AppRoot {...app}>
      <AppFrame title={app.name} icon={Sparkles}>
        <EmptyState
          icon={Sparkles}
          title="Nothing here yet"
          text="Say in the chat what this app should keep track of. Its first screen appears here."
        />
      </AppFrame>
    </AppRoot>
  );
}
