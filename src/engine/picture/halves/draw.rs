//! A key in its two halves, with what each is for.

use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::picture::Halves;
use crate::engine::picture::mark;
use crate::engine::picture::seal::grid;

/// The bytes that stand in one row.
const ROW: usize = 8;

pub(super) fn halves(halves: &Halves) -> Ink {
    let mut ink = Ink::default();
    let whole: usize = halves.bytes.iter().map(Vec::len).sum();
    ink.put(format_args!(
        "<div class=\"opening key-halves\"><p class=\"whole\"><b data-visibility=\"secret\">{} the key: {whole} bytes</b></p>",
        mark(Knowers::OWNER)
    ));
    let jobs = halves.names.iter().zip(halves.jobs);
    for (bytes, (name, job)) in halves.bytes.iter().zip(jobs) {
        let rows = bytes.len().div_ceil(ROW).max(1);
        ink.put(format_args!("<div><svg class=\"cells\" aria-hidden=\"true\" data-visibility=\"secret\" viewBox=\"0 0 {ROW} {rows}\">"));
        grid(bytes, ROW, &mut ink);
        let length = bytes.len();
        ink.put(format_args!(
            "</svg><p><b data-visibility=\"secret\">{name}</b><br><span class=\"size\">{length} bytes</span><br>{job}</p></div>"
        ));
    }
    ink.put(format_args!("</div>"));
    ink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_half_has_its_cells_and_its_job() {
        let all = halves(&Halves::of_fernet(&[7; 32])).into_markup();
        assert!(all.contains("◆ the key: 32 bytes"), "{all}");
        assert_eq!(all.matches("viewBox=\"0 0 8 2\"").count(), 2);
        let (signs, locks) = (all.find("seals the token"), all.find("locks the message"));
        assert!(signs.is_some() && signs < locks, "{all}");
    }
}
