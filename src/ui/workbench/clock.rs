//! A clock that can be moved.

use crate::engine::time::{parse_utc, utc};
use crate::ui::browser;
use yew::prelude::*;

/// The steps: what the button says, what it does in words, seconds.
const STEPS: [(&str, &str, i64); 3] = [
    ("−1 min", "Set the clock one minute back", -60),
    ("+1 min", "Set the clock one minute forward", 60),
    ("+1 day", "Set the clock one day forward", 86_400),
];

/// The moment some seconds after the one in a text; after `now` where the
/// text is none. Stays in the years that a date can hold.
fn moved(text: &str, now: u64, by: i64) -> String {
    let moment = parse_utc(text).unwrap_or(now).saturating_add_signed(by);
    let text = utc(moment);
    let text = text.trim_end_matches(" UTC");
    match parse_utc(text) {
        Some(_) => text.to_owned(),
        None => "9999-12-31 23:59:59".to_owned(),
    }
}

/// Buttons that move the clock in a text field; `id` is the field's.
pub(super) fn steps(id: &str, value: &AttrValue, fill: &Callback<String>) -> Html {
    let button = |says: &'static str, does: &'static str, by: Option<i64>| {
        let value = value.clone();
        let onclick = fill.reform(move |_: MouseEvent| {
            let now = browser::now();
            match by {
                Some(by) => moved(&value, now, by),
                None => moved("", now, 0),
            }
        });
        html! {
            <button type="button" class="quiet" aria-label={format!("{says}: {does}")} aria-controls={id.to_owned()} {onclick}>{ says }</button>
        }
    };
    html! {
        <p class="steppers">
            { for STEPS.into_iter().map(|(says, does, by)| button(says, does, Some(by))) }
            { button("now", "Set the clock to the present", None) }
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_from_what_it_shows() {
        assert_eq!(moved("1985-10-26 08:20:01", 0, 60), "1985-10-26 08:21:01");
        assert_eq!(
            moved("2024-02-28T23:59:59Z", 0, 86_400),
            "2024-02-29 23:59:59"
        );
        assert_eq!(moved("1970-01-01", 0, -60), "1970-01-01 00:00:00");
        assert_eq!(moved("9999-12-31", 0, 86_400), "9999-12-31 23:59:59");
    }

    #[test]
    fn without_a_time_it_moves_from_the_present() {
        for text in ["", "soon"] {
            assert_eq!(moved(text, 499_162_800, -60), "1985-10-26 08:19:00");
        }
    }
}
