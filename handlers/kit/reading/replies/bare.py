"""Words typed without marks, given their marks where only one thing can be meant in answer to a question (decisions.md 26).

What is not here stays as it was typed and is then in no closed list: "vang" (vâng, vắng), "nghi" (nghỉ, nghĩ), "dung" (đúng, đừng),
"hong" (hông, Hồng), "muon" (muộn, muốn); "do met" is đỡ mệt (better), although it may be do mệt.
"""

from collections.abc import Iterator

from models.folding import fold

_PHRASES = """
không, chưa, chẳng, có, dự, đi, được, đến, sẽ, họp, mệt, ốm, sốt, bệnh, tôi, cháu, mình, việc, rồi, phải, nếu, chắc, hoặc, tùy, nhưng, nên
vì, thì, vẫn, trễ, sớm, thưa, bác, chú, lắm, rõ
vắng mặt, xin vắng, phép vắng, xin phép vắng, đi vắng, cho tôi vắng, xin nghỉ, phép nghỉ, xin phép nghỉ, cho tôi nghỉ, nghỉ họp, nghỉ ốm
xin phép, có mặt, tham dự, tham gia, nhất định, chắc chắn, đúng giờ, đầy đủ, sinh hoạt, đến muộn, đi muộn, tới muộn, về sớm
bận việc, bận việc nhà, bận rồi, bận quá, bận lắm, bận họp, việc bận, việc nhà, nhà bận, nhà có, tôi bận, em bận, cháu bận, mình bận, xin bận
hơi bận, đang bận, hơi mệt, gia đình, công tác, về quê, du lịch, đám cưới, đám giỗ, đám tang, đi làm, đi khám, khám bệnh, trông cháu
đi viện, nằm viện, nhập viện, vào viện, bệnh viện, bị ốm, con ốm, vợ ốm, mẹ ốm, bố ốm, sức khỏe, không khỏe, không kịp, không thể
có thể, có lẽ, có khi, để xem, biết, mới biết, báo sau, báo lại, xem đã, khi nào, bao giờ, mấy giờ, đỡ mệt, đỡ ốm, đỡ sốt, lát
cố gắng, muốn đi, muốn dự, xin lỗi, rất tiếc, thông cảm, lý do
tối nay, tối mai, tối đó, hôm đó, hôm nay, tới được, không tới, ko tới, sẽ tới
tán thành, nhất trí, thống nhất, đồng ý, đồng tình, phản đối, đồng chí, bí thư, báo cáo
dạ có, dạ không, dạ ko, dạ tôi, dạ em, dạ cháu, dạ phải, dạ thưa, cảm ơn, đã nhận, nhận được, nhận tin, nhận thông báo
nhận được thông báo, đã nhận được thông báo, kính cảm ơn, kính thưa, kính chào, chào đồng chí, cảm ơn nhiều, nhiều lắm
đã rõ, đã biết, biết rồi, đã hiểu, hiểu rồi, đã xem, đã đọc, đã nghe, xem rồi, đọc rồi, nghe rồi, nghe rõ
ghi nhớ, nhớ rồi, sẽ nhớ, không đúng, đúng rồi, đúng vậy, đúng thế, chính xác
có ạ, đi ạ, dự ạ, được ạ, mặt ạ, không ạ, rồi ạ, bận ạ, ốm ạ, mệt ạ, ơn ạ, rõ ạ, bác ạ, chú ạ, đồng chí ạ, nhận ạ, phải ạ, ok ạ
"""
PHRASES = tuple(tuple(phrase.split()) for phrase in _PHRASES.strip().replace("\n", ", ").split(", "))
_MARKED = {tuple(map(fold, phrase)): phrase for phrase in PHRASES}
_LONGEST = max(map(len, PHRASES))


def with_marks(words: list[str]) -> Iterator[str]:
    """As many words; what was typed with any mark stays as it is."""
    at = 0
    while at < len(words):
        for size in range(_LONGEST, 0, -1):
            typed = words[at : at + size]
            marked = _MARKED.get(tuple(map(fold, typed)))
            if marked and (tuple(typed) == marked or all(map(str.isascii, typed))):
                yield from marked
                at += size
                break
        else:
            yield words[at]
            at += 1
