import { Avatar } from "@/components/avatar";
import { Combobox } from "@/components/combobox";
import type { FieldProps } from "@/components/field";
import { useMembers } from "@/lib/second-sdk";

export interface PersonPickerProps extends FieldProps {
  /** A member's id; null is nobody. */
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
}

/** A member of the app, found by name. */
export function PersonPicker(props: PersonPickerProps) {
  const { members } = useMembers();
  const options = members.map((member) => ({ id: member.id, label: member.name }));
  if (props.value && !options.some((option) => option.id === props.value)) {
    options.push({ id: props.value, label: "Former member" });
  }
  return (
    <Combobox
      {...props}
      options={options}
      placeholder={props.placeholder ?? "Nobody yet"}
      renderMark={(id) => <Avatar id={id} />}
    />
  );
}
