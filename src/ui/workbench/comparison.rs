//! Two things side by side.

use crate::engine::ink::{Ink, plain};
use crate::ui::dry;
use crate::ui::widgets::put_prose;
use crate::units::Comparison;
use yew::prelude::*;

/// A table; rows that differ are marked. Where there is no room, the style
/// sheet puts the cells of a row under each other, each with its heading, and
/// the roles keep it a table.
pub(super) fn comparison(table: &Comparison) -> Html {
    let explained = table.rows.iter().any(|row| !row.note.is_empty());
    // A table whose columns are of two kinds, such as a question and its
    // outcome, compares nothing.
    let compares = table.rows.len() == 1 || table.rows.iter().any(|row| row.left == row.right);
    let [title, names, left, right] =
        [&table.title, &table.names, &table.left, &table.right].map(|text| plain(text));
    let first = match &*names {
        "" => ("unseen", "What"),
        names => ("", names),
    };
    let (mut ink, mut opened) = (Ink::default(), Vec::new());
    ink.put(format_args!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\"><table class=\"comparison\" role=\"table\"><caption>{title}</caption><thead role=\"rowgroup\"><tr role=\"row\">"));
    for (class, head) in [first, ("", &left), ("", &right), ("", "Why")] {
        if explained || head != "Why" {
            ink.put(format_args!(
                "<th scope=\"col\" role=\"columnheader\"><span class=\"{class}\">{head}</span></th>"
            ));
        }
    }
    ink.put(format_args!("</tr></thead><tbody role=\"rowgroup\">"));
    for row in &table.rows {
        let differs = compares && row.left != row.right;
        let name = plain(&row.name);
        ink.put(format_args!("<tr role=\"row\" data-differs=\"{differs}\"><th scope=\"row\" role=\"rowheader\">{name}</th>"));
        let cells = [
            ("", &*left, &row.left),
            ("", &right, &row.right),
            ("note", "Why", &row.note),
        ];
        for (class, heading, text) in cells {
            if explained || class.is_empty() {
                ink.put(format_args!(
                    "<td role=\"cell\" class=\"{class}\" data-heading=\"{heading}\">"
                ));
                if class.is_empty() {
                    ink.put(format_args!("{}", plain(text)));
                } else {
                    ink.put(format_args!("<span>"));
                    put_prose(text, &mut opened, &mut ink);
                    ink.put(format_args!("</span>"));
                }
                ink.put(format_args!("</td>"));
            }
        }
        ink.put(format_args!("</tr>"));
    }
    ink.put(format_args!("</tbody></table></div>"));
    dry(ink)
}
