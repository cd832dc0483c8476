"""How a newcomer's consent is said without a number."""

# Wording

IN_WORDS = (
    "nhắn một trong bốn ý:\n- {0}: đồng ý\n- {0}: chỉ nhận giờ họp\n- {0}: máy người nhà\n"
    "- {0}: không dùng (chi bộ vẫn mời bằng giấy và điện thoại)"
)
