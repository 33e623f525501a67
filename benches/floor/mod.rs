//! The floor that console figures stand on: the least program that shows a book with ratatui over SQLite. It has totals per
//! segment and one list of clients by name, and reads the rows of its window and nothing else. What it leaves out: dialogs,
//! filters, marks, mouse, watching the file, validity of dates, cleaning of text, a thread for the terminal, every rule.

use std::io;

use crossterm::event::{Event, KeyCode, KeyEventKind, read};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Paragraph, Row, Table, TableState};
use rusqlite::{Connection, OpenFlags, params};

/// A row of the list, as it is shown.
struct Client {
    key: (String, i64),
    cells: [String; 5],
}

struct Floor {
    book: Connection,
    totals: String,
    rows: Vec<Client>,
    selected: usize,
    height: usize,
}

/// Runs it on a book until `q` is pressed.
pub fn run(book: &str) -> io::Result<()> {
    let mut floor = Floor::open(book).expect("the book opens");
    let mut terminal = ratatui::try_init()?;
    loop {
        // As our own frames: one update, so that its end can be seen.
        crossterm::execute!(io::stdout(), crossterm::terminal::BeginSynchronizedUpdate)?;
        terminal.draw(|frame| floor.draw(frame))?;
        crossterm::execute!(io::stdout(), crossterm::terminal::EndSynchronizedUpdate)?;
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Press {
            match key.code {
                KeyCode::Char('q') => break,
                KeyCode::Char('j') => floor.down(),
                KeyCode::Char('k') => floor.up(),
                _ => {}
            }
        }
    }
    ratatui::restore();
    Ok(())
}

impl Floor {
    fn open(book: &str) -> rusqlite::Result<Self> {
        let book = Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        book.execute_batch("PRAGMA cache_size = -4000; PRAGMA mmap_size = 0")?;
        let sql = "SELECT segment, sum(clients), sum(arr) / 10000 FROM totals
                    WHERE model = (SELECT key FROM models WHERE driving = 1) GROUP BY segment";
        let totals = book
            .prepare(sql)?
            .query_map([], |row| Ok(format!("{} {} {}", row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))?
            .collect::<rusqlite::Result<Vec<_>>>()?
            .join("   ");
        let mut floor = Self { book, totals, rows: Vec::new(), selected: 0, height: 37 };
        floor.rows = floor.window(">", "ASC", &(String::new(), 0), floor.height)?;
        Ok(floor)
    }

    /// So many rows after or before a key, nearest first.
    fn window(&self, compare: &str, order: &str, from: &(String, i64), many: usize) -> rusqlite::Result<Vec<Client>> {
        let sql = format!(
            "SELECT name_key, id, name, owner, arr / 10000, stage, renewal_on FROM clients
              WHERE (name_key, id) {compare} (?, ?) ORDER BY name_key {order}, id {order} LIMIT ?"
        );
        let mut statement = self.book.prepare_cached(&sql)?;
        let text = |value: Option<String>| value.unwrap_or_default();
        let rows = statement.query_map(params![from.0, from.1, i64::try_from(many).expect("few")], |row| {
            let arr: Option<i64> = row.get(4)?;
            let cells = [row.get(2)?, text(row.get(3)?), text(arr.map(|arr| arr.to_string())), text(row.get(5)?)];
            let [name, owner, arr, stage] = cells;
            Ok(Client { key: (row.get(0)?, row.get(1)?), cells: [name, owner, arr, stage, text(row.get(6)?)] })
        })?;
        rows.collect()
    }

    fn down(&mut self) {
        if self.selected + 1 < self.rows.len() {
            self.selected += 1;
        } else if let Some(last) = self.rows.last()
            && let Some(next) = self.window(">", "ASC", &last.key, 1).expect("the book is read").pop()
        {
            self.rows.remove(0);
            self.rows.push(next);
        }
    }

    fn up(&mut self) {
        if self.selected > 0 {
            self.selected -= 1;
        } else if let Some(first) = self.rows.first()
            && let Some(before) = self.window("<", "DESC", &first.key, 1).expect("the book is read").pop()
        {
            self.rows.pop();
            self.rows.insert(0, before);
        }
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        let [top, below] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(frame.area());
        frame.render_widget(Paragraph::new(self.totals.as_str()), top);
        let rows = self.rows.iter().map(|client| Row::new(client.cells.iter().map(String::as_str)));
        let widths =
            [Constraint::Fill(2), Constraint::Fill(1), Constraint::Length(12), Constraint::Length(14), Constraint::Length(10)];
        let table = Table::new(rows, widths)
            .block(Block::bordered().title("Clients"))
            .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
        let mut state = TableState::default().with_selected(self.selected);
        frame.render_stateful_widget(table, below, &mut state);
    }
}
