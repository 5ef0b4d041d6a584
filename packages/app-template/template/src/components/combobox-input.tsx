import { useCombobox } from "downshift";
import { Check, ChevronsUpDown, Plus, X } from "lucide-react";
import { Popover } from "radix-ui";
import { useEffect, useState } from "react";
import type { ComboboxProps } from "@/components/combobox";
import type { FieldIds } from "@/components/field";
import { type Choice, matchesSearch } from "@/lib/choices";
import { cn } from "@/lib/cn";

const shownMax = 50;

/** The part of Combobox that needs its library; a chunk of its own. */
export default function ComboboxInput(props: ComboboxProps & { ids: FieldIds }) {
  const { ids, value, onChange, allowNew, renderMark, disabled } = props;
  const chosen =
    props.options.find((option) => option.id === value) ?? (value ? { id: value, label: value } : null);
  const label = chosen?.label ?? "";
  const [search, setSearch] = useState<string | null>(null);
  const items = useItems(props, search);

  const box = useCombobox<Choice>({
    items: [...items],
    inputId: ids.id,
    labelId: ids.labelId,
    selectedItem: chosen,
    inputValue: search ?? label,
    itemToString: (item) => item?.label ?? "",
    itemToKey: (item) => item?.id,
    onStateChange: ({ type, selectedItem, inputValue, isOpen }) => {
      const types = useCombobox.stateChangeTypes;
      if (type === types.InputChange) setSearch(inputValue ?? "");
      else if (selectedItem) choose(selectedItem.id);
      else if (type === types.ItemClick || type === types.InputKeyDownEscape) setSearch(null);
      else if (isOpen === false) settle();
    },
  });

  function choose(id: string | null) {
    setSearch(null);
    if (id !== value) onChange(id);
  }

  /** On leaving: an emptied field is "none"; other text counts where new values may be typed. */
  function settle() {
    if (search === null) return;
    const typed = search.trim();
    if (typed === "") choose(null);
    else if (allowNew) choose(items.find((item) => item.label === typed)?.id ?? typed);
    else setSearch(null);
  }

  return (
    <Popover.Root open={box.isOpen}>
      <Popover.Anchor asChild>
        <div className="control">
          {chosen && search === null && renderMark && <span aria-hidden>{renderMark(chosen.id)}</span>}
          <input
            {...box.getInputProps({
              disabled,
              placeholder: props.placeholder ?? "Choose",
              onBlur: () => {
                if (!box.isOpen) settle();
                props.onBlur?.();
              },
            })}
            aria-describedby={ids["aria-describedby"]}
            aria-invalid={ids["aria-invalid"]}
            aria-required={ids["aria-required"]}
            autoComplete="off"
          />
          {value && !disabled && !props.required ? (
            <button
              type="button"
              aria-label={`Clear ${props.label}`}
              onClick={() => choose(null)}
              className="-mr-1.5 grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:bg-active"
            >
              <X size={14} aria-hidden />
            </button>
          ) : (
            <button
              type="button"
              {...box.getToggleButtonProps({ disabled })}
              aria-label={`Show choices for ${props.label}`}
              className="-mr-1.5 grid size-6 shrink-0 place-items-center rounded-sm text-soft"
            >
              <ChevronsUpDown size={14} aria-hidden />
            </button>
          )}
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className={cn(
            "z-50 w-(--radix-popover-trigger-width) min-w-50 rounded-lg border border-line bg-raised shadow-lg",
            items.length === 0 && "hidden",
          )}
        >
          <ul
            {...box.getMenuProps({}, { suppressRefError: true })}
            className="max-h-64 overflow-auto p-1 outline-none"
          >
            {items.map((item, index) => (
              <li
                key={item.id}
                {...box.getItemProps({ item, index })}
                className="flex min-h-8 items-center gap-2 rounded-sm px-2 aria-selected:bg-active phone:min-h-10"
              >
                {item.icon && <item.icon size={14} aria-hidden />}
                {renderMark && <span aria-hidden>{renderMark(item.id)}</span>}
                <span className="truncate">{item.label}</span>
                {item.id === value && <Check size={14} aria-hidden className="ml-auto" />}
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function useItems(props: ComboboxProps, search: string | null): readonly Choice[] {
  const { options, load, allowNew } = props;
  const [loaded, setLoaded] = useState<readonly Choice[]>([]);
  useEffect(() => {
    if (!load || search === null) return;
    let current = true;
    const wait = setTimeout(() => {
      load(search).then(
        (found) => current && setLoaded(found),
        () => current && setLoaded([]),
      );
    }, 150);
    return () => {
      current = false;
      clearTimeout(wait);
    };
  }, [load, search]);

  if (search === null) return options.slice(0, shownMax);
  const found = load
    ? loaded
    : options.filter((option) => matchesSearch(search, option.label)).slice(0, shownMax);
  const typed = search.trim();
  if (!allowNew || typed === "" || found.some((option) => option.label === typed)) return found;
  return [...found, { id: typed, label: typed, icon: Plus }];
}
