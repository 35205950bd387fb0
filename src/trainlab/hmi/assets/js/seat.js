// Who commands the outputs, and the ways to take them.
import { el, setText } from "./dom.js";
import { t } from "./words.js";

export function seatSection(store, heed) {
  const who = el("output", {});
  const hand = el("button", { onclick: () => store.ask({ do: "seat_hand" }) }, t("takeHand"));
  const program = el("button", { onclick: () => store.ask({ do: "seat_program" }) }, t("takeProgram"));
  const wire = el("button", { onclick: () => store.ask({ do: "leave_seat" }) }, t("leaveSeat"));
  const show = () => {
    setText(who, { program: t("softplc"), hand: t("hand"), "": t("nobody") }[store.state.seat ?? ""] ?? store.state.seat);
    program.disabled = !Object.keys(store.program.sources).length;
    wire.disabled = !store.state.seated;
  };
  heed("state", show);
  show();
  return el("section", {}, el("h2", {}, t("outputsBy")), el("div", { class: "bar" }, who, hand, program, wire));
}
