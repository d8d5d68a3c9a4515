//! The page is there before its code: `www/index.html` holds the first screen
//! of the start as the page itself would draw it.

use padlock::ui::first_screen;

#[test]
fn the_first_screen_stands_in_the_page() {
    let page = include_str!("../../www/index.html");
    let (_, inside) = page.split_once("<div class=\"still\">").unwrap();
    let (inside, _) = inside.split_once("</div></div>\n  </body>").unwrap();
    let drawn = first_screen();
    assert_eq!(
        inside, drawn,
        "put this into <div class=\"still\"> in www/index.html:\n{drawn}\n"
    );
}
