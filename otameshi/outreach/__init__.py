"""広報・交流: 募集説明会, 参加者交流会, 大規模交流会, as the performance sheet counts them."""
