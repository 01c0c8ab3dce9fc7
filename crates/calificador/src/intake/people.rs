//! De las entregas a las personas: quién falta, quién llega tarde, quién entrega dos
//! veces.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::Timestamp;

use crate::model::{Entry, Notice, NoticeKind, Source, Student};

use super::attempts::last_attempts;
use super::group::Who;
use super::identity::{Pair, alike, same, same_task};
use super::name::shown;
use super::roster::{Roster, Row};

/// Una entrega, con sus archivos ya guardados.
#[derive(Debug, Clone)]
pub struct Received {
    /// De quién es.
    pub who: Who,
    /// Sus archivos.
    pub sources: BTreeMap<String, Source>,
    /// Lo que hay que decir.
    pub notices: Vec<Notice>,
    /// Cuándo se cambió el último de sus archivos; solo vale para comparar.
    pub newest: i64,
}

/// Hasta cuándo puede entregar cada persona.
type Due<'a> = &'a dyn Fn(&Entry) -> Option<Timestamp>;

/// Una entrega por persona, y lo que hay que decir de la clase.
///
/// # Errores
/// Si la hoja es de otra tarea.
pub fn settle(
    received: Vec<Received>,
    roster: Option<&Roster>,
    due: Due,
) -> Result<(Vec<Entry>, Vec<Notice>)> {
    let mut notices = Vec::new();
    let mut entries = Vec::new();
    let mut listed = vec![false; roster.map_or(0, |roster| roster.rows.len())];
    let received = last_attempts(received);
    let found: Vec<_> = received
        .iter()
        .map(|one| roster.map_or_else(Vec::new, |roster| rows_of(&one.who, roster)))
        .collect();
    if roster.is_some() {
        check_roster(&received, &found)?;
    }
    for (last, rows) in received.into_iter().zip(found) {
        if rows.is_empty() && roster.is_some() {
            let text = format!("«{}» entrega, y no está en la hoja", shown(&last.who.name));
            notices.push(Notice::new(NoticeKind::Unlisted, text));
        }
        for (index, _) in &rows {
            listed[*index] = true;
        }
        entries.extend(entries_of(&last, &rows, due));
    }
    let absent = roster
        .into_iter()
        .flat_map(|roster| &roster.rows)
        .zip(&listed);
    for (row, _) in absent.filter(|(_, listed)| !**listed) {
        entries.push(absence(row));
    }
    make_ids_unique(&mut entries, &mut notices);
    entries.sort_by(|one, other| natural(&one.id).cmp(&natural(&other.id)));
    notices.extend(namesakes(&entries));
    notices.extend(without_dates(&entries, roster, due));
    Ok((entries, notices))
}

/// Que haya plazo y no se sepa cuándo entregó nadie: la tarea no se cumple, y hay que decirlo.
fn without_dates(entries: &[Entry], roster: Option<&Roster>, due: Due) -> Option<Notice> {
    let dated = roster.is_some_and(|roster| roster.dated);
    if dated || !entries.iter().any(|entry| due(entry).is_some()) {
        return None;
    }
    let why = match roster {
        Some(_) => "la hoja no tiene la columna «Última modificación (entrega)»",
        None => "sin la hoja de Moodle (--hoja) no se sabe cuándo entregó cada cual",
    };
    let text = format!("{why}: el plazo de la tarea no se ha tenido en cuenta");
    Some(Notice::new(NoticeKind::Undated, text))
}

/// Que la hoja sea de esta tarea: que quienes entregan estén en ella y sean los mismos.
fn check_roster(received: &[Received], found: &[Vec<(usize, &Row)>]) -> Result<()> {
    let pairs: Vec<Pair> = received
        .iter()
        .zip(found)
        .map(|(Received { who, .. }, rows)| Pair {
            told: &who.name,
            listed: rows.first().map(|(_, row)| listed_as(who, row)),
        })
        .collect();
    same_task(&pairs)
}

/// Cómo se llama en la hoja quien casa con ella. Si la entrega no dice de quién es, o es de
/// un grupo, no hay dos nombres que comparar.
fn listed_as<'a>(who: &'a Who, row: &'a Row) -> &'a str {
    let of_group = row.student.group.as_deref();
    let is_group = of_group.is_some_and(|group| same(group, &who.name));
    if !who.numbered || who.is_anonymous() || is_group || row.student.name.is_empty() {
        &who.name
    } else {
        &row.student.name
    }
}

/// Las filas de la hoja a las que corresponde esta entrega: una, o las de todo el grupo.
fn rows_of<'a>(who: &Who, roster: &'a Roster) -> Vec<(usize, &'a Row)> {
    let find = |matches: &dyn Fn(&Row) -> bool| -> Vec<(usize, &Row)> {
        let rows = roster.rows.iter().enumerate();
        rows.filter(|(_, row)| matches(row)).collect()
    };
    let is = |known: Option<&String>, told: &str| known.is_some_and(|known| same(known, told));
    let in_group = |row: &Row| is(row.student.group.as_ref(), &who.name);
    if who.numbered {
        // El número de un grupo puede coincidir con el de una persona: tiene que ser
        // además su nombre, salvo que la entrega sea anónima.
        let numbered = find(&|row| row.participant.as_deref() == Some(who.id.as_str()));
        let named = numbered
            .iter()
            .any(|(_, row)| same(&row.student.name, &who.name));
        let group = find(&in_group);
        return if named || group.is_empty() {
            numbered
        } else {
            group
        };
    }
    let login = who.username.as_deref().unwrap_or(&who.id);
    for matches in [
        &|row: &Row| is(row.student.username.as_ref(), login),
        &|row: &Row| is(row.student.email.as_ref(), &who.id),
        &|row: &Row| is(row.student.id_number.as_ref(), &who.id),
        &|row: &Row| same(&row.student.name, &who.name),
    ] as [&dyn Fn(&Row) -> bool; 4]
    {
        let found = find(matches);
        if found.len() == 1 {
            return found;
        }
    }
    find(&in_group)
}

/// La entrega, o las de cada miembro del grupo.
fn entries_of(received: &Received, rows: &[(usize, &Row)], due: Due) -> Vec<Entry> {
    let entry = |row: Option<&Row>| {
        let who = &received.who;
        let mut entry = Entry {
            id: who.id.clone(),
            student: Student {
                name: who.name.clone(),
                username: who.username.clone(),
                ..Student::default()
            },
            submitted_at: row.and_then(|row| row.submitted_at),
            sources: received.sources.clone(),
            notices: received.notices.clone(),
        };
        if let Some(row) = row {
            identify(&mut entry, row);
            entry.notices.extend(misnamed(who, row));
        }
        if let (Some(at), Some(due)) = (entry.submitted_at, due(&entry))
            && at > due
        {
            let status = row.map_or("", |row| row.status.as_str());
            entry.notices.insert(0, lateness(at, due, status));
        }
        entry
    };
    match rows {
        [] => vec![entry(None)],
        rows => rows.iter().map(|(_, row)| entry(Some(row))).collect(),
    }
}

/// Pone en la entrega lo que la hoja sabe de su dueño.
fn identify(entry: &mut Entry, row: &Row) {
    if let Some(participant) = &row.participant {
        entry.id.clone_from(participant);
    }
    let username = entry.student.username.take();
    let name = std::mem::take(&mut entry.student.name);
    entry.student = row.student.clone();
    if entry.student.name.is_empty() {
        entry.student.name = name;
    }
    entry.student.username = entry.student.username.take().or(username);
    if let Some(date) = &row.unread_date {
        let text = format!(
            "no se entiende cuándo entregó, «{}»: si llegó tarde, no se le ha descontado nada",
            shown(date)
        );
        entry.notices.push(Notice::new(NoticeKind::Undated, text));
    }
}

/// Que la hoja le dé otro nombre. El número manda: es el de Moodle.
fn misnamed(who: &Who, row: &Row) -> Option<Notice> {
    let listed = listed_as(who, row);
    if alike(&who.name, listed) {
        return None;
    }
    let text = format!(
        "en la descarga se llama «{}»: es el mismo número, pero mira si es la misma persona",
        shown(&who.name)
    );
    Some(Notice::new(NoticeKind::Misnamed, text))
}

fn lateness(at: Timestamp, due: Timestamp, status: &str) -> Notice {
    let minutes = at.duration_since(due).as_secs() / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let many = |count: i64, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {one}s")),
    };
    let parts: Vec<String> = [
        many(days, "día"),
        many(hours, "hora"),
        many(minutes, "minuto"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let late = if parts.is_empty() {
        "menos de un minuto".to_owned()
    } else {
        parts.join(", ")
    };
    let said = if status.is_empty() {
        String::new()
    } else {
        format!(" (el aula dice: «{}»)", shown(status))
    };
    Notice::new(
        NoticeKind::Late,
        format!("llegó {late} después de la fecha límite{said}"),
    )
}

/// Alguien de la hoja de quien no hay nada en la descarga. Si la hoja dice que entregó, no
/// se puede decir que no lo hiciera: quizá la descarga es de antes, o de un solo grupo.
fn absence(row: &Row) -> Entry {
    let sent = row.submitted_at.is_some() || row.unread_date.is_some();
    let notice = if sent {
        let text = "la hoja dice que entregó, y no hay nada suyo en la descarga: descárgala otra \
                    vez, con toda la clase";
        Notice::new(NoticeKind::Lost, text)
    } else {
        Notice::new(NoticeKind::Missing, "no ha entregado nada")
    };
    let student = &row.student;
    let id = [&row.participant, &student.username, &student.email]
        .into_iter()
        .flatten()
        .next()
        .unwrap_or(&student.name);
    let mut entry = Entry {
        id: id.clone(),
        student: Student::default(),
        submitted_at: None,
        sources: BTreeMap::new(),
        notices: vec![notice],
    };
    identify(&mut entry, row);
    entry
}

/// Dos personas con el mismo `id` no pueden confundirse en los informes.
fn make_ids_unique(entries: &mut [Entry], notices: &mut Vec<Notice>) {
    let mut taken = BTreeMap::<String, usize>::new();
    for entry in entries {
        let turn = taken.entry(entry.id.clone()).or_default();
        *turn += 1;
        if *turn > 1 {
            let text = format!(
                "«{}» es de varias personas, y una es «{}»: ¿son descargas de dos tareas?",
                shown(&entry.id),
                shown(&entry.student.name)
            );
            notices.push(Notice::new(NoticeKind::Duplicate, text));
            entry.id = format!("{} #{turn}", entry.id);
        }
    }
}

/// Quienes se llaman igual y no son la misma persona.
fn namesakes(entries: &[Entry]) -> Vec<Notice> {
    let mut names = BTreeMap::<&str, Vec<&str>>::new();
    for entry in entries {
        names
            .entry(&entry.student.name)
            .or_default()
            .push(&entry.id);
    }
    names
        .into_iter()
        .filter(|(_, ids)| ids.len() > 1)
        .map(|(name, ids)| {
            let text = format!(
                "«{}» son {} personas distintas: {}",
                shown(name),
                ids.len(),
                ids.join(", ")
            );
            Notice::new(NoticeKind::Duplicate, text)
        })
        .collect()
}

/// Para que 9 vaya delante de 101, y los números delante de los nombres.
fn natural(id: &str) -> (bool, usize, &str) {
    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    (!digits, if digits { id.len() } else { 0 }, id)
}

#[cfg(test)]
mod tests;
