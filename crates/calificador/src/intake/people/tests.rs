use super::*;

fn received(name: &str, newest: i64) -> Received {
    Received {
        who: Who {
            id: name.to_owned(),
            name: name.to_owned(),
            ..Who::default()
        },
        sources: BTreeMap::new(),
        notices: Vec::new(),
        newest,
    }
}

fn numbered(id: &str, name: &str, newest: i64) -> Received {
    let mut received = received(name, newest);
    id.clone_into(&mut received.who.id);
    received.who.numbered = true;
    received
}

fn row(participant: &str, name: &str, group: Option<&str>) -> Row {
    Row {
        participant: Some(participant.to_owned()),
        student: Student {
            name: name.to_owned(),
            email: Some(format!("{participant}@uni.es")),
            group: group.map(str::to_owned),
            ..Student::default()
        },
        ..Row::default()
    }
}

fn roster(rows: Vec<Row>) -> Roster {
    Roster { rows, dated: true }
}

fn ids(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.id.as_str()).collect()
}

#[test]
fn of_several_attempts_the_last_counts_and_it_is_said() {
    for names in [
        ["Ana (2)", "Ana"],
        ["Ana - intento 2", "Ana - intento 1"],
        ["ana_attempt2", "ana"],
    ] {
        let all = vec![received(names[0], 1), received(names[1], 9)];

        let (entries, _) = settle(all, None, &|_| None).unwrap();

        assert_eq!(entries.len(), 1, "{names:?}");
        let text = &entries[0].notices[0].text;
        assert_eq!(entries[0].notices[0].kind, NoticeKind::Duplicate);
        assert!(text.contains(&format!("«{}»", names[0])), "{text}");
    }
}

#[test]
fn two_downloads_with_the_same_participant_keep_the_newest() {
    let all = vec![numbered("7", "Ana", 50), numbered("7", "Ana", 20)];

    let (entries, _) = settle(all, None, &|_| None).unwrap();

    assert_eq!(ids(&entries), ["7"]);
    assert_eq!(entries[0].notices[0].kind, NoticeKind::Duplicate);
}

#[test]
fn namesakes_are_never_one_person() {
    let all = vec![
        numbered("101", "Ana López", 1),
        numbered("9", "Ana López", 2),
    ];

    let (entries, notices) = settle(all, None, &|_| None).unwrap();

    assert_eq!(ids(&entries), ["9", "101"]);
    assert_eq!(notices.len(), 1);
    assert!(notices[0].text.contains("2 personas distintas: 9, 101"));
}

#[test]
fn the_same_number_with_two_names_is_two_people() {
    let all = vec![numbered("7", "Ana", 1), numbered("7", "Luis", 2)];

    let (entries, notices) = settle(all, None, &|_| None).unwrap();

    assert_eq!(ids(&entries), ["7", "7 #2"]);
    assert!(notices[0].text.contains("dos tareas"));
}

#[test]
fn the_roster_names_everybody_and_says_who_is_missing() {
    let roster = roster(vec![row("7", "Ana López", None), row("8", "Luis", None)]);
    let all = vec![numbered("7", "Participante 7", 1), numbered("99", "Eva", 1)];

    let (entries, notices) = settle(all, Some(&roster), &|_| None).unwrap();

    assert_eq!(ids(&entries), ["7", "8", "99"]);
    assert_eq!(entries[0].student.name, "Ana López");
    assert_eq!(entries[0].student.email.as_deref(), Some("7@uni.es"));
    assert_eq!(entries[1].notices[0].kind, NoticeKind::Missing);
    assert_eq!(notices[0].kind, NoticeKind::Unlisted);
    assert!(notices[0].text.contains("Eva"));
}

#[test]
fn the_work_of_a_group_is_that_of_each_member() {
    let roster = roster(vec![
        row("12", "Ana", Some("Grupo A")),
        row("13", "Eva", Some("Grupo A")),
        row("14", "Luis", None),
    ]);

    let (entries, _) =
        settle(vec![numbered("12", "Grupo A", 1)], Some(&roster), &|_| None).unwrap();

    assert_eq!(ids(&entries), ["12", "13", "14"]);
    assert!(entries[1].notices.is_empty());
    assert_eq!(entries[2].notices[0].kind, NoticeKind::Missing);
}

#[test]
fn who_is_late_is_told_by_how_much() {
    let mut late = row("7", "Ana", None);
    late.submitted_at = Some("2026-05-05T02:00:30Z".parse().unwrap());
    let roster = roster(vec![late]);
    let due = "2026-05-03T23:59:00Z".parse::<Timestamp>().unwrap();

    let (entries, _) =
        settle(vec![numbered("7", "Ana", 1)], Some(&roster), &|_| Some(due)).unwrap();

    assert_eq!(
        entries[0].notices[0].text,
        "llegó 1 día, 2 horas, 1 minuto después de la fecha límite"
    );
}

#[test]
fn a_decomposed_name_is_that_of_the_roster() {
    let roster = roster(vec![row("7", "Ángela Núñez", None)]);
    let all = vec![received("A\u{301}ngela Nu\u{301}n\u{303}ez", 1)];

    let (entries, notices) = settle(all, Some(&roster), &|_| None).unwrap();

    assert_eq!(ids(&entries), ["7"]);
    assert_eq!(notices, []);
}

#[test]
fn the_roster_of_another_task_grades_nobody() {
    let swapped = roster(vec![row("7", "Luis Gil", None), row("8", "Eva Sanz", None)]);
    let strangers = roster(vec![row("70", "Ana Gil", None)]);
    let all = || vec![numbered("7", "Ana Gil", 1), numbered("8", "Leo Mora", 1)];

    for wrong in [swapped, strangers] {
        let error = settle(all(), Some(&wrong), &|_| None).unwrap_err();
        assert!(
            error.to_string().contains("no es la de estas entregas"),
            "{error}"
        );
    }
}

#[test]
fn one_name_that_differs_is_told_and_stays_with_its_number() {
    let rows = ["Ana", "Luis", "Eva"];
    let rows = (7..)
        .zip(rows)
        .map(|(id, name)| row(&format!("{id}"), name, None));
    let roster = roster(rows.collect());
    let all = [("7", "Ana"), ("8", "Luis"), ("9", "Noa")];
    let all = all.map(|(id, name)| numbered(id, name, 1)).to_vec();

    let (entries, _) = settle(all, Some(&roster), &|_| None).unwrap();

    assert_eq!(entries[1].notices, []);
    assert_eq!(entries[2].notices[0].kind, NoticeKind::Misnamed);
    assert!(entries[2].notices[0].text.contains("«Noa»"));
}

#[test]
fn who_submitted_and_is_not_in_the_download_has_not_failed_to_submit() {
    let mut sent = row("8", "Luis", None);
    sent.submitted_at = Some("2026-05-03T10:00:00Z".parse().unwrap());
    let mut undated = row("9", "Eva", None);
    undated.unread_date = Some("ayer".to_owned());
    let roster = roster(vec![
        row("7", "Ana", None),
        sent,
        undated,
        row("10", "Noa", None),
    ]);

    let (entries, _) = settle(vec![numbered("7", "Ana", 1)], Some(&roster), &|_| None).unwrap();

    let kinds: Vec<NoticeKind> = entries[1..]
        .iter()
        .map(|entry| entry.notices[0].kind)
        .collect();
    assert_eq!(
        kinds,
        [NoticeKind::Lost, NoticeKind::Lost, NoticeKind::Missing]
    );
}

#[test]
fn a_deadline_without_dates_is_told_and_not_kept_quiet() {
    let due: Due = &|_| Some(Timestamp::UNIX_EPOCH);
    let undated = Roster {
        rows: vec![row("7", "Ana", None)],
        dated: false,
    };
    let all = || vec![numbered("7", "Ana", 1)];

    for roster in [None, Some(&undated)] {
        let (_, notices) = settle(all(), roster, due).unwrap();
        assert_eq!(notices[0].kind, NoticeKind::Undated);
        let (_, notices) = settle(all(), roster, &|_| None).unwrap();
        assert_eq!(notices, []);
    }
    let dated = roster(undated.rows);
    let (_, notices) = settle(all(), Some(&dated), due).unwrap();
    assert_eq!(notices, []);
}
