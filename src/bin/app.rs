//! The page.

fn main() {
    padlock::ui::start();
}
