// The same evidence in both texts: pointing at a mark or a check brings out its fellows.
const pair = document.querySelector("[data-pair]");
if (pair) {
  const show = (number, on) => {
    for (const mark of pair.querySelectorAll(`[data-n="${CSS.escape(number)}"]`)) mark.classList.toggle("is-near", on);
  };
  const numberOf = (target) => target instanceof Element ? target.closest("[data-n]")?.dataset.n : undefined;
  for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    pair.addEventListener(name, (event) => {
      const number = numberOf(event.target);
      if (number) show(number, on);
    });
  }
}
