//! A number by its remainders modulo two others: a cell of a grid.

use crate::engine::ink::Ink;
use crate::engine::picture::Grid;
use crate::engine::picture::tone;

/// Up to so many cells have their numbers in them.
const WRITTEN: usize = 400;

pub(super) fn grid(grid: &Grid) -> Ink {
    let [columns, rows] = grid.size;
    let [column, row] = grid.cell;
    let cells = grid.cells();
    let mut ink = Ink::default();
    let (wide, high, left, top) = (columns * 10, rows * 10, column * 10 + 20, row * 10 + 20);
    ink.put(format_args!(
        "<svg class=\"grid\" aria-hidden=\"true\" viewBox=\"10 10 {} {}\"><path class=\"line\" d=\"M{left} 20v{high}h10v-{high}z\"/><path class=\"line\" d=\"M20 {top}h{wide}v10h-{wide}z\"/><path class=\"cell\" data-visibility=\"{}\" d=\"M{left} {top}h10v10h-10z\"/>",
        wide + 10,
        high + 10,
        tone(grid.number.known_to)
    ));
    let mut text = |x: u32, y: u32, class: &str, number: u32| {
        let at = [x * 10 + 15, y * 10 + 17].map(|at| at.to_string());
        let [x, y] = &at;
        ink.text([x, y], class, &number.to_string());
    };
    if cells.len() <= WRITTEN {
        // Headers stand before the first row and the first column.
        (0..columns).for_each(|x| text(x + 1, 0, "head", x));
        (0..rows).for_each(|y| text(0, y + 1, "head", y));
        for (at, number) in (0..).zip(&cells) {
            let (x, y) = (at % columns, at / columns);
            let class = if [x, y] == grid.cell { "lit" } else { "" };
            text(x + 1, y + 1, class, *number);
        }
    }
    ink.put(format_args!("</svg><ul class=\"parts\"><li>"));
    ink.symbol(&grid.number.symbol);
    let number = cells.get((row * columns + column) as usize);
    ink.put(format_args!(
        "<span class=\"size\">{}</span></li>",
        number.unwrap_or(&0)
    ));
    for ((modulus, what), place) in grid.moduli.iter().zip(["column", "row"]).zip(grid.cell) {
        ink.put(format_args!("<li><span>{what}: modulo "));
        ink.symbol(&modulus.symbol);
        ink.put(format_args!(
            "</span><span class=\"size\">{place}</span></li>"
        ));
    }
    ink.put(format_args!("</ul>"));
    ink
}
