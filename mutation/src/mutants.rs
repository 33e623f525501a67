//! Finds what can be changed in a file and writes the file with all changes inside, each behind a switch.

use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprMatch, Lit, Pat, RangeLimits, ReturnType, Signature, Stmt, Type, UnOp};

/// One change.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Where the changed text starts: line and column, counted from 1.
    pub at: (usize, usize),
    /// What is changed into what.
    pub what: String,
    /// Left out because it does not compile.
    pub broken: bool,
}

#[derive(Debug)]
enum Piece {
    /// As it stands.
    Text(String),
    /// A part of the source, itself perhaps changed.
    Hole(Range<usize>),
    /// What a mutant (its place in the list) has there: `if on(n) { text } else `.
    Arm(usize, String),
    /// `before n after` where mutant and all compile, else nothing.
    Call(usize, String, String),
}

#[derive(Debug)]
struct Wrap {
    span: Range<usize>,
    pieces: Vec<Piece>,
}

/// A file with what can be changed in it.
#[derive(Debug)]
pub struct Planted {
    source: String,
    /// The changes, in the order they were found.
    pub mutants: Vec<Mutant>,
    wraps: Vec<Wrap>,
}

/// Which part of a written file belongs to which mutants.
pub type Mark = (Range<usize>, Vec<usize>);

/// Finds the mutants of a file.
pub fn find(source: String) -> Result<Planted, syn::Error> {
    let file = syn::parse_file(&source)?;
    let mut planted = Planted { source, mutants: Vec::new(), wraps: Vec::new() };
    planted.visit_file(&file);
    // Outer ones first; of two with the same span, the one found first.
    planted.wraps.sort_by_key(|wrap| (wrap.span.start, std::cmp::Reverse(wrap.span.end)));
    Ok(planted)
}

impl Planted {
    /// The file with its mutants, the first numbered `first`; and which part of it is whose.
    pub fn write(&self, first: usize) -> (String, Vec<Mark>) {
        let mut out = String::new();
        let mut marks = Vec::new();
        self.range(0..self.source.len(), 0..self.wraps.len(), first, &mut out, &mut marks);
        (out, marks)
    }

    fn range(&self, part: Range<usize>, among: Range<usize>, first: usize, out: &mut String, marks: &mut Vec<Mark>) {
        let mut at = part.start;
        let mut index = among.start;
        while index < among.end {
            let wrap = &self.wraps[index];
            if wrap.span.start < at || wrap.span.end > part.end {
                index += 1;
                continue;
            }
            out.push_str(&self.source[at..wrap.span.start]);
            let inner = index + 1..among.end;
            let inner = inner.start
                ..inner
                    .clone()
                    .find(|&next| self.wraps[next].span.start >= wrap.span.end.max(wrap.span.start + 1))
                    .unwrap_or(inner.end);
            // A wrap of nothing, at the start of another, has none inside.
            let inner = if wrap.span.is_empty() { index + 1..index + 1 } else { inner };
            self.wrap(wrap, inner.clone(), first, out, marks);
            at = wrap.span.end;
            index = inner.end;
        }
        out.push_str(&self.source[at..part.end]);
    }

    fn wrap(&self, wrap: &Wrap, inner: Range<usize>, first: usize, out: &mut String, marks: &mut Vec<Mark>) {
        let whose = |piece: &Piece| match piece {
            Piece::Arm(mutant, _) | Piece::Call(mutant, ..) => Some(*mutant).filter(|mutant| !self.mutants[*mutant].broken),
            Piece::Text(_) | Piece::Hole(_) => None,
        };
        let alive: Vec<usize> = wrap.pieces.iter().filter_map(whose).collect();
        if alive.is_empty() {
            return self.range(wrap.span.clone(), inner, first, out, marks);
        }
        let start = out.len();
        for piece in &wrap.pieces {
            let from = out.len();
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Hole(part) => self.range(part.clone(), inner.clone(), first, out, marks),
                Piece::Arm(mutant, text) if !self.mutants[*mutant].broken => {
                    out.push_str(&format!("if crate::mutation_switch::on({}) {{ {text} }} else ", first + mutant));
                    marks.push((from..out.len(), vec![*mutant]));
                }
                Piece::Call(mutant, before, after) if !self.mutants[*mutant].broken => {
                    out.push_str(&format!("{before}{}{after}", first + mutant));
                    marks.push((from..out.len(), vec![*mutant]));
                }
                Piece::Arm(..) | Piece::Call(..) => {}
            }
        }
        marks.push((start..out.len(), alive));
    }

    fn mutant(&mut self, at: Span, what: impl Into<String>) -> usize {
        let start = at.start();
        let mut what: String = what.into().split_whitespace().collect::<Vec<_>>().join(" ");
        if what.chars().count() > 90 {
            what = what.chars().take(89).chain(['…']).collect();
        }
        self.mutants.push(Mutant { at: (start.line, start.column + 1), what, broken: false });
        self.mutants.len() - 1
    }

    fn text(&self, of: impl Spanned) -> String {
        self.source[of.span().byte_range()].to_owned()
    }

    fn put(&mut self, span: Range<usize>, pieces: Vec<Piece>) {
        self.wraps.push(Wrap { span, pieces });
    }

    /// A condition: forced to each of `forced`, its parts each forced to what lets the others decide.
    fn condition(&mut self, e: &Expr, forced: &[bool]) {
        match e {
            Expr::Paren(inside) => self.condition(&inside.expr, forced),
            Expr::Let(pattern) => self.visit_expr(&pattern.expr),
            Expr::Unary(not) if matches!(not.op, UnOp::Not(_)) => {
                let turned: Vec<bool> = forced.iter().map(|value| !value).collect();
                self.condition(&not.expr, &turned);
            }
            Expr::Binary(two) if matches!(two.op, BinOp::And(_) | BinOp::Or(_)) => {
                let all = matches!(two.op, BinOp::And(_));
                if !has_let(e) {
                    let whole: Vec<bool> = forced.iter().copied().filter(|value| *value != all).collect();
                    self.force(e, &whole);
                }
                self.condition(&two.left, &[all]);
                self.condition(&two.right, &[all]);
            }
            Expr::Binary(two) if !shifts(&two.op).is_empty() => self.compare(e, two, forced),
            Expr::Lit(_) => {
                let now = self.text(e) == "true";
                self.force(e, &[!now]);
            }
            other => {
                self.force(other, forced);
                visit::visit_expr(self, other);
            }
        }
    }

    fn force(&mut self, e: &Expr, forced: &[bool]) {
        let text = self.text(e);
        let mut pieces = vec![Piece::Text("(".into())];
        for value in forced {
            let mutant = self.mutant(e.span(), format!("{text} → {value}"));
            pieces.push(Piece::Arm(mutant, value.to_string()));
        }
        pieces.extend([Piece::Text("{ ".into()), Piece::Hole(e.span().byte_range()), Piece::Text(" })".into())]);
        self.put(e.span().byte_range(), pieces);
    }

    fn compare(&mut self, e: &Expr, two: &syn::ExprBinary, forced: &[bool]) {
        let op = self.text(two.op);
        let mut pieces = vec![
            Piece::Text("(match (&(".into()),
            Piece::Hole(two.left.span().byte_range()),
            Piece::Text("), &(".into()),
            Piece::Hole(two.right.span().byte_range()),
            Piece::Text(")) { (ml, mr) => ".into()),
        ];
        let text = self.text(e);
        for other in shifts(&two.op).iter().filter(|other| !other.is_empty()) {
            let mutant = self.mutant(two.op.span(), format!("{op} → {other} in {text}"));
            pieces.push(Piece::Arm(mutant, format!("*ml {other} *mr")));
        }
        for value in forced {
            let mutant = self.mutant(e.span(), format!("{text} → {value}"));
            pieces.push(Piece::Arm(mutant, value.to_string()));
        }
        pieces.push(Piece::Text(format!("{{ *ml {op} *mr }} }})")));
        self.put(e.span().byte_range(), pieces);
        self.visit_expr(&two.left);
        self.visit_expr(&two.right);
    }

    /// An operator whose operands are taken by value.
    fn reckon(&mut self, e: &Expr, two: &syn::ExprBinary, other: &str) {
        let op = self.text(two.op);
        let mutant = self.mutant(two.op.span(), format!("{op} → {other} in {}", self.text(e)));
        let pieces = vec![
            Piece::Text("(match ((".into()),
            Piece::Hole(two.left.span().byte_range()),
            Piece::Text("), (".into()),
            Piece::Hole(two.right.span().byte_range()),
            Piece::Text(")) { (ml, mr) => ".into()),
            Piece::Arm(mutant, format!("ml {other} mr")),
            Piece::Text(format!("{{ ml {op} mr }} }})")),
        ];
        self.put(e.span().byte_range(), pieces);
    }

    fn add_assign(&mut self, e: &Expr, two: &syn::ExprBinary, other: &str) {
        let (place, op) = (self.text(&two.left), self.text(two.op));
        let mutant = self.mutant(two.op.span(), format!("{op} → {other} in {}", self.text(e)));
        let pieces = vec![
            Piece::Text("{ let mr = ".into()),
            Piece::Hole(two.right.span().byte_range()),
            Piece::Text("; ".into()),
            Piece::Arm(mutant, format!("{place} {other} mr")),
            Piece::Text(format!("{{ {place} {op} mr }} }}")),
        ];
        self.put(e.span().byte_range(), pieces);
    }

    /// Written instead of an expression as a whole.
    fn instead(&mut self, e: &Expr, others: &[String]) {
        let text = self.text(e);
        let mut pieces = vec![Piece::Text("(".into())];
        for other in others {
            let mutant = self.mutant(e.span(), format!("{text} → {other}"));
            pieces.push(Piece::Arm(mutant, other.clone()));
        }
        pieces.extend([Piece::Text("{ ".into()), Piece::Hole(e.span().byte_range()), Piece::Text(" })".into())]);
        self.put(e.span().byte_range(), pieces);
    }

    /// A statement of SQL: each of its comparisons, connections, orders and aggregates turned.
    fn statement(&mut self, e: &Expr) {
        let text = self.text(e);
        if !["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WHERE "].iter().any(|word| text.contains(word)) {
            return;
        }
        let mut pieces = vec![Piece::Text("(".into())];
        for (old, new) in TURNS {
            for (at, _) in text.match_indices(old) {
                let start = text[..at].rfind(['\n', '"']).map_or(0, |start| start + 1).max(at.saturating_sub(30));
                let near = text.get(start..at + old.len()).unwrap_or(old);
                let mutant = self.mutant(e.span(), format!("{} → {} in SQL after {near} ({at})", old.trim(), new.trim()));
                pieces.push(Piece::Arm(mutant, format!("{}{new}{}", &text[..at], &text[at + old.len()..])));
            }
        }
        pieces.extend([Piece::Text("{ ".into()), Piece::Hole(e.span().byte_range()), Piece::Text(" })".into())]);
        self.put(e.span().byte_range(), pieces);
    }

    fn body(&mut self, sig: &Signature, block: &Block) {
        if sig.constness.is_some() || block.stmts.is_empty() {
            return;
        }
        let decided = match block.stmts.last() {
            Some(Stmt::Expr(tail, None)) => is_condition(tail) || matches!(tail, Expr::Lit(_)),
            _ => false,
        };
        let values = early(&sig.output);
        let values = if decided && block.stmts.len() == 1 { Vec::new() } else { values };
        let at = block.brace_token.span.open().byte_range().end;
        let mut pieces = Vec::new();
        for value in values {
            let mutant = self.mutant(
                sig.ident.span(),
                format!("fn {} returns {} at once", sig.ident, if value.is_empty() { "()" } else { &value }),
            );
            pieces.push(Piece::Call(mutant, " if crate::mutation_switch::on(".into(), format!(") {{ return {value}; }} ")));
        }
        if !pieces.is_empty() {
            self.put(at..at, pieces);
        }
        self.visit_block(block);
    }

    fn arms(&mut self, e: &ExprMatch) {
        self.visit_expr(&e.expr);
        let catches = |pat: &Pat| {
            matches!(pat, Pat::Wild(_))
                || matches!(pat, Pat::Ident(name) if name.subpat.is_none() && name.ident.to_string().starts_with(|c: char| c.is_ascii_lowercase()))
        };
        let last = e.arms.iter().position(|arm| arm.guard.is_none() && catches(&arm.pat)).unwrap_or(0);
        for (index, arm) in e.arms.iter().enumerate() {
            match &arm.guard {
                Some((_, guard)) => self.condition(guard, &[true, false]),
                None if index < last => {
                    let mutant = self.mutant(arm.pat.span(), format!("arm {} left out", self.text(&arm.pat)));
                    let at = arm.pat.span().byte_range().end;
                    self.put(at..at, vec![Piece::Call(mutant, " if !crate::mutation_switch::on(".into(), ") ".into())]);
                }
                None => {}
            }
            self.visit_expr(&arm.body);
        }
    }
}

/// What is turned into what in a statement of SQL.
const TURNS: [(&str, &str); 11] = [
    (" AND ", " OR "),
    (" OR ", " AND "),
    (" < ", " <= "),
    (" <= ", " < "),
    (" > ", " >= "),
    (" >= ", " > "),
    (" IS NOT ", " IS "),
    (" IS NULL", " IS NOT NULL"),
    (" DESC", " ASC"),
    ("max(", "min("),
    ("MAX(", "MIN("),
];

fn has_let(e: &Expr) -> bool {
    match e {
        Expr::Let(_) => true,
        Expr::Binary(two) => matches!(two.op, BinOp::And(_)) && (has_let(&two.left) || has_let(&two.right)),
        _ => false,
    }
}

/// What a comparison is changed into besides true and false; nothing for what does not compare.
fn shifts(op: &BinOp) -> &'static [&'static str] {
    match op {
        BinOp::Lt(_) => &["<="],
        BinOp::Le(_) => &["<"],
        BinOp::Gt(_) => &[">="],
        BinOp::Ge(_) => &[">"],
        BinOp::Eq(_) | BinOp::Ne(_) => &[""],
        _ => &[],
    }
}

fn is_condition(e: &Expr) -> bool {
    match e {
        Expr::Paren(inside) => is_condition(&inside.expr),
        Expr::Unary(not) => matches!(not.op, UnOp::Not(_)),
        Expr::Binary(two) => matches!(two.op, BinOp::And(_) | BinOp::Or(_)) || !shifts(&two.op).is_empty(),
        Expr::Macro(call) => call.mac.path.is_ident("matches"),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            ["is_", "has_", "contains", "starts_with", "ends_with", "any", "all", "eq_ignore"]
                .iter()
                .any(|start| name.starts_with(start))
        }
        Expr::Lit(lit) => matches!(lit.lit, Lit::Bool(_)),
        _ => false,
    }
}

fn early(output: &ReturnType) -> Vec<String> {
    let ReturnType::Type(_, returned) = output else { return vec![String::new()] };
    let default = "Default::default()";
    match &**returned {
        Type::Path(path) => {
            let last = path.path.segments.last().expect("a path has a part");
            let unit = matches!(&last.arguments, syn::PathArguments::AngleBracketed(args) if matches!(args.args.first(), Some(syn::GenericArgument::Type(Type::Tuple(tuple))) if tuple.elems.is_empty()));
            match last.ident.to_string().as_str() {
                "bool" => vec!["true".into(), "false".into()],
                "Option" => vec!["None".into()],
                "Result" if unit => vec!["Ok(())".into()],
                "Result" => vec![format!("Ok({default})")],
                "String" => vec!["String::new()".into(), "\"xyzzy\".to_owned()".into()],
                "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" | "isize" | "i128" | "u128" => {
                    vec!["0".into(), "1".into()]
                }
                "f64" => vec!["0.0".into(), "1.0".into()],
                "Ordering" => vec!["std::cmp::Ordering::Equal".into()],
                _ => vec![default.into()],
            }
        }
        Type::Tuple(tuple) if tuple.elems.is_empty() => vec![String::new()],
        Type::ImplTrait(_) | Type::Never(_) => Vec::new(),
        _ => vec![default.into()],
    }
}

fn tested(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string().starts_with("test"))
    })
}

impl<'ast> Visit<'ast> for Planted {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Const(_) | syn::Item::Static(_) | syn::Item::Enum(_) | syn::Item::Macro(_) => return,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !tested(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.body(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !tested(&item.attrs) {
            self.body(&item.sig, &item.block);
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.body(&item.sig, block);
        }
    }

    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_trait_item_const(&mut self, _: &'ast syn::TraitItemConst) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast Type) {}
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_generics(&mut self, _: &'ast syn::Generics) {}
    fn visit_path(&mut self, _: &'ast syn::Path) {}
    fn visit_angle_bracketed_generic_arguments(&mut self, _: &'ast syn::AngleBracketedGenericArguments) {}
    fn visit_macro(&mut self, _: &'ast syn::Macro) {}

    fn visit_expr_repeat(&mut self, e: &'ast syn::ExprRepeat) {
        self.visit_expr(&e.expr);
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        if let Stmt::Expr(e, Some(_)) = stmt {
            let inner = if let Expr::Try(tried) = e { &*tried.expr } else { e };
            let goes = match inner {
                Expr::MethodCall(_) | Expr::Call(_) | Expr::Assign(_) | Expr::Return(_) | Expr::Continue(_) => true,
                Expr::Macro(call) => call.mac.path.is_ident("write") || call.mac.path.is_ident("writeln"),
                Expr::Binary(two) => compound(&two.op).is_some(),
                _ => false,
            };
            if goes {
                let mutant = self.mutant(e.span(), format!("left out: {}", self.text(stmt)));
                let span = stmt.span().byte_range();
                let before = Piece::Call(mutant, "if !crate::mutation_switch::on(".into(), ") { ".into());
                self.put(span.clone(), vec![before, Piece::Hole(span), Piece::Text(" }".into())]);
            }
        }
        visit::visit_stmt(self, stmt);
    }

    fn visit_expr(&mut self, e: &'ast Expr) {
        if is_condition(e) {
            return self.condition(e, &[true, false]);
        }
        match e {
            Expr::If(branch) => {
                self.condition(&branch.cond, &[true, false]);
                if has_let(&branch.cond) {
                    let mutant = self.mutant(branch.cond.span(), format!("{} → false", self.text(&branch.cond)));
                    let at = branch.cond.span().byte_range().end;
                    self.put(at..at, vec![Piece::Call(mutant, " && !crate::mutation_switch::on(".into(), ") ".into())]);
                }
                self.visit_block(&branch.then_branch);
                if let Some((_, other)) = &branch.else_branch {
                    self.visit_expr(other);
                }
                return;
            }
            Expr::While(turn) => {
                self.condition(&turn.cond, &[false]);
                return self.visit_block(&turn.body);
            }
            Expr::Match(chosen) => return self.arms(chosen),
            Expr::Lit(literal) => match &literal.lit {
                Lit::Int(number) => {
                    let (digits, suffix) = (number.base10_digits(), number.suffix());
                    if let Ok(value) = digits.parse::<i128>() {
                        let others: Vec<String> = [value + 1, value - 1]
                            .iter()
                            .filter(|other| **other >= 0)
                            .map(|other| format!("{other}{suffix}"))
                            .collect();
                        self.instead(e, &others);
                    }
                }
                Lit::Float(number) => {
                    if let Ok(value) = number.base10_parse::<f64>() {
                        self.instead(e, &[format!("{:?}{}", value + 1.0, number.suffix())]);
                    }
                }
                Lit::Str(_) => self.statement(e),
                _ => {}
            },
            Expr::Call(call) => {
                if let Expr::Path(path) = &*call.func
                    && path.path.is_ident("Some")
                {
                    self.instead(e, &["None".into()]);
                }
            }
            Expr::MethodCall(call) if call.method == "min" || call.method == "max" => {
                let name = call.method.to_string();
                let other = if name == "min" { "max" } else { "min" };
                let mutant = self.mutant(call.method.span(), format!("{name} → {other} in {}", self.text(e)));
                let mut pieces = vec![Piece::Text("(match ((".into()), Piece::Hole(call.receiver.span().byte_range())];
                let argument = if let Some(argument) = call.args.first() {
                    pieces.extend([
                        Piece::Text("), (".into()),
                        Piece::Hole(argument.span().byte_range()),
                        Piece::Text(")) { (ml, mr) => ".into()),
                    ]);
                    "mr"
                } else {
                    pieces.push(Piece::Text("),) { (ml,) => ".into()));
                    ""
                };
                pieces.extend([
                    Piece::Arm(mutant, format!("ml.{other}({argument})")),
                    Piece::Text(format!("{{ ml.{name}({argument}) }} }})")),
                ]);
                self.put(e.span().byte_range(), pieces);
            }
            Expr::Unary(minus) if matches!(minus.op, UnOp::Neg(_)) && !matches!(*minus.expr, Expr::Lit(_)) => {
                let mutant = self.mutant(e.span(), format!("{} without its sign", self.text(e)));
                let pieces = vec![
                    Piece::Text("(match (".into()),
                    Piece::Hole(minus.expr.span().byte_range()),
                    Piece::Text(") { ml => ".into()),
                    Piece::Arm(mutant, "ml".into()),
                    Piece::Text("{ -ml } })".into()),
                ];
                self.put(e.span().byte_range(), pieces);
            }
            Expr::Range(range) => {
                if let Some(end) = &range.end {
                    let (name, what) = match range.limits {
                        RangeLimits::HalfOpen(_) => ("up", "..="),
                        RangeLimits::Closed(_) => ("down", ".."),
                    };
                    let mutant = self.mutant(range.limits.span(), format!("{what} in {}", self.text(e)));
                    let pieces = vec![
                        Piece::Call(mutant, format!("crate::mutation_switch::{name}("), ", ".into()),
                        Piece::Hole(end.span().byte_range()),
                        Piece::Text(")".into()),
                    ];
                    self.put(end.span().byte_range(), pieces);
                }
            }
            Expr::Binary(two) => {
                if let Some(other) = compound(&two.op) {
                    if !other.is_empty() {
                        self.add_assign(e, two, other);
                    }
                    return self.visit_expr(&two.right);
                }
                let other = match two.op {
                    BinOp::Add(_) => "-",
                    BinOp::Sub(_) => "+",
                    BinOp::Mul(_) | BinOp::Rem(_) => "/",
                    BinOp::Div(_) => "*",
                    BinOp::BitAnd(_) => "|",
                    BinOp::BitOr(_) => "&",
                    BinOp::Shl(_) => ">>",
                    BinOp::Shr(_) => "<<",
                    _ => "",
                };
                if !other.is_empty() {
                    self.reckon(e, two, other);
                }
            }
            Expr::Closure(closure) if is_condition(&closure.body) => return self.condition(&closure.body, &[true, false]),
            _ => {}
        }
        visit::visit_expr(self, e);
    }
}

fn compound(op: &BinOp) -> Option<&'static str> {
    match op {
        BinOp::AddAssign(_) => Some("-="),
        BinOp::SubAssign(_) => Some("+="),
        BinOp::MulAssign(_) => Some("/="),
        BinOp::DivAssign(_) | BinOp::RemAssign(_) => Some("*="),
        BinOp::BitAndAssign(_) => Some("|="),
        BinOp::BitOrAssign(_) => Some("&="),
        BinOp::BitXorAssign(_) | BinOp::ShlAssign(_) | BinOp::ShrAssign(_) => Some(""),
        _ => None,
    }
}
