import { MessagesSquare } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

const suggestions = ["Explain what this app does", "Add a field that we need", "Suggest what to improve"];

/** Before anything was said: what one can ask for. A suggestion fills the field and sends nothing. */
export function EmptyTranscript({ onChoose }: { onChoose: ((text: string) => void) | null }) {
  return (
    <EmptyState
      icon={MessagesSquare}
      title="Nothing was said yet"
      level={2}
      actions={
        onChoose &&
        suggestions.map((text) => (
          <Button key={text} size="sm" onClick={() => onChoose(text)}>
            {text}
          </Button>
        ))
      }
    >
      Say what the app should do, or what to change. The agent writes it and shows it beside this
      conversation.
    </EmptyState>
  );
}
